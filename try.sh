set -e
mypyc --strict -p auditor.derivations 2>&1 | tail -60
