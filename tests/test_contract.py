"""Audits of real reports keep what the JSON promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from auditor.cli.app import run
from auditor.report.model import Audit


def test_audits_of_the_reference_reports_keep_the_contract(shared: Path, tmp_path: Path) -> None:
    corpus = shared / "corpus"
    reports = sorted(str(path) for path in corpus.glob("[SP]*.md"))
    assert run(["audit", *reports, "--format", "json", "-o", str(tmp_path), "--fail-on", "never"]) == 0
    for path in tmp_path.glob("*.json"):
        Audit.model_validate_json(path.read_bytes())
    checker = [sys.executable, str(shared / "tools" / "contract.py"), str(corpus), str(tmp_path)]
    done = subprocess.run(checker, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.endswith(f"{len(reports)} documents, 0 problems\n"), done.stdout
