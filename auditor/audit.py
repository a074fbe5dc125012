"""The pipeline: text in, judged claims out. The one module that sees every stage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from auditor.errors import InputError, UsageError

if TYPE_CHECKING:
    from auditor.findings import Findings
    from auditor.report.model import Audit
    from auditor.rulebook import Rulebook


def judge(text: str, rulebook: Rulebook | None = None) -> Findings:
    """The findings and the verdict on every claim of a markdown text; by the shipped rules unless others are given."""
    # Imported here so that `import auditor` and `auditor --version` load no stage.
    from auditor import claims, derivations, document, facts, findings

    rules = rulebook or own_rules()
    read = document.read(text)
    said = claims.extract(read)
    meant = facts.resolve(said, rules.vocabulary)
    derived = derivations.derive(meant, rules)
    return findings.judge(derived, rules)


@cache
def own_rules() -> Rulebook:
    """The project's own rules, loaded once for a process."""
    from auditor.rulebook import load

    return load()


def audit(text: str, *, brief: str | None = None, against: Sequence[str] = ()) -> Audit:
    """The audit of a markdown text, with the fields of the audit JSON.

    `brief` is the text of the configuration that holds, `against` the texts of the plans that the report verifies.
    Raises InputError for a text that is not Unicode text (lone surrogates).
    """
    from auditor import report
    from auditor.report.model import Audit

    if brief is not None or against:
        raise UsageError("premises from a brief or a plan are not supported yet: audit the text alone")
    if not _is_unicode(text):
        raise InputError("the text holds lone surrogates, which are no characters")
    rules = own_rules()
    view = report.View(judge(text, rules), rules=rules.digest)
    return Audit.model_validate(report.as_json(view))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
