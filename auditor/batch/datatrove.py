"""A step for datatrove pipelines: the verdict goes into a document's metadata, and what is unwanted is dropped.

from auditor.batch.datatrove import Audit
LocalPipelineExecutor([JsonlReader("reports"), Audit(drop=["refuted"]), ParquetWriter("clean")])
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from datatrove.data import Document as TroveDocument
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.writers.disk_base import DiskWriter

from auditor.batch.job import AuditJob
from auditor.batch.options import Options, WorkerLimits
from auditor.batch.record import Document, Failure, Job, Row, Task
from auditor.batch.resident import resident
from auditor.batch.shards import fields


class Audit(BaseFilter):  # type: ignore[misc]  # datatrove has no types
    """Audits each document in a supervised process: one that crashes, hangs or eats memory costs itself only.

    Metadata: `audit_verdict` (refuted, supported, supported_with_gaps, not_enough_info, or failed), `audit_errors`,
    `audit_warnings`, and `audit_findings`, a text of JSON: code, severity, line and message of each; for a failed
    document `audit_failure`, its reason, instead.
    """

    name = "Verification report audit"

    def __init__(
        self,
        drop: Collection[str] = (),
        exclusion_writer: DiskWriter | None = None,
        limits: WorkerLimits | None = None,
        job: Job | None = None,
        batch_size: int = 32,
    ) -> None:
        """`drop` names the verdicts whose documents go no further (`failed` is one); `exclusion_writer` gets them."""
        super().__init__(exclusion_writer, batch_size)
        self._drop = frozenset(drop)
        self._options = Options(workers=1, limits=limits or WorkerLimits(), keep_text=False)
        self._job: Job = job or AuditJob()

    def filter(self, doc: TroveDocument) -> bool | tuple[bool, str]:
        """Whether a document goes on; else the verdict that stopped it."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[TroveDocument]) -> list[bool | tuple[bool, str]]:
        """The same for several."""
        tasks = [Task(number, b"", Document(str(doc.id), doc.text)) for number, doc in enumerate(batch)]
        for outcome in resident(self._job, self._options).all(tasks):
            batch[outcome.task.number].metadata.update(_metadata(outcome.answer))
        return [self._verdict(doc.metadata["audit_verdict"]) for doc in batch]

    def _verdict(self, verdict: str) -> bool | tuple[bool, str]:
        self.stat_update(f"audit_{verdict}")
        return (False, verdict) if verdict in self._drop else True


def _metadata(answer: Row | Failure) -> dict[str, Any]:
    if isinstance(answer, Failure):
        return {"audit_verdict": "failed", "audit_failure": answer.reason}
    findings = fields(answer.line)["audit"].get("findings", [])
    short = [
        {
            "code": finding["code"],
            "severity": finding["severity"],
            "line": finding["span"]["line"] if finding["span"] else None,
            "message": finding["message"],
        }
        for finding in findings
    ]
    return {
        "audit_verdict": answer.tally.verdict,
        "audit_errors": answer.tally.errors,
        "audit_warnings": answer.tally.warnings,
        "audit_findings": json.dumps(short, ensure_ascii=False),
    }
