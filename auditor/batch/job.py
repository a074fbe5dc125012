"""The audit as a job of a batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

# The stages are imported here, not when they are first needed: the process that forks the workers imports this module,
# and every worker then starts with all of them loaded.
from auditor import __version__, claims, derivations, document, facts, findings, report
from auditor.audit import judge
from auditor.batch.key import Provenance
from auditor.batch.record import Document, Result
from auditor.report import View
from auditor.rulebook import Rulebook, load

_STAGES = (document, claims, facts, derivations, findings, report)


@lru_cache(maxsize=1)
def _rulebook(folders: tuple[str, ...]) -> Rulebook:
    return load(folders)


@dataclass(frozen=True, slots=True)
class AuditJob:
    """Audits one document after the other by one rulebook."""

    folders: tuple[str, ...] = ()
    """Folders of rules besides the project's own."""

    @property
    def provenance(self) -> Provenance:
        """Program and rules, as the results' keys know them. Raises RulebookError for a wrong rule."""
        return Provenance(__version__, _rulebook(self.folders).digest)

    def prepare(self) -> None:
        """Loads the rulebook."""
        _rulebook(self.folders)

    def __call__(self, document: Document) -> Result:
        """The audit of a document, and its counts."""
        rulebook = _rulebook(self.folders)
        view = View(judge(document.text, rulebook), path=document.id, rules=rulebook.digest)
        audit = report.as_json(view)
        count = Counter(finding["severity"] for finding in audit["findings"])
        return Result(
            verdict=audit["verdict"],
            declared=audit["declared_verdict"],
            errors=count["error"],
            warnings=count["warning"],
            notes=count["note"],
            audit=audit,
        )
