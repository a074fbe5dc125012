"""The audit as a step of a datatrove pipeline."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

datatrove = pytest.importorskip("datatrove", reason="the extra `datatrove` is not installed")
pytest.importorskip("orjson", reason="datatrove reads and writes JSONL with orjson")

pytestmark = pytest.mark.filterwarnings("ignore")

WRONG = "# Plan\n\n- **GPUs**: 2 x 4 = 9\n"
RIGHT = "# Plan\n\n- **GPUs**: 2 x 4 = 8\n"


@pytest.fixture(autouse=True)
def _dismissed() -> Iterator[None]:
    from auditor.batch.resident import dismiss

    yield
    dismiss()


def rows(folder: Path) -> list[dict[str, Any]]:
    texts = [gzip.decompress(path.read_bytes()).decode() for path in sorted(folder.glob("*.jsonl.gz"))]
    lines = [line for text in texts for line in text.splitlines()]
    return [json.loads(line) for line in lines]


def test_the_verdict_goes_into_the_metadata_and_drops_what_is_unwanted(tmp_path: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from auditor.batch.datatrove import Audit

    (tmp_path / "in").mkdir()
    for number, texts in enumerate([(RIGHT, WRONG), (WRONG, RIGHT)]):
        lines = [json.dumps({"id": f"{number}-{place}", "text": text}) for place, text in enumerate(texts)]
        (tmp_path / f"in/{number}.jsonl").write_text("\n".join(lines))
    step = Audit(drop=["refuted"], exclusion_writer=JsonlWriter(str(tmp_path / "dropped")))
    pipeline = [JsonlReader(str(tmp_path / "in")), step, JsonlWriter(str(tmp_path / "kept"))]
    LocalPipelineExecutor(pipeline, tasks=2, workers=2, logging_dir=str(tmp_path / "logs")).run()
    kept, dropped = rows(tmp_path / "kept"), rows(tmp_path / "dropped")
    assert [row["id"] for row in kept] == ["0-0", "1-1"]
    assert {row["metadata"]["audit_errors"] for row in kept} == {0}
    assert [row["id"] for row in dropped] == ["0-1", "1-0"]
    assert dropped[0]["metadata"]["audit_verdict"] == dropped[0]["metadata"]["filter_reason"] == "refuted"
    (finding,) = json.loads(dropped[0]["metadata"]["audit_findings"])
    assert (finding["code"], finding["severity"], finding["line"]) == ("arithmetic/equation", "error", 3)


def test_a_bad_document_costs_itself_only() -> None:
    from batch import jobs
    from datatrove.data import Document

    from auditor.batch import WorkerLimits
    from auditor.batch.datatrove import Audit

    texts = ["fine", "crash", "sleep", "wrong"]
    step = Audit(drop=["failed"], limits=WorkerLimits(seconds=0.5), job=jobs.obey)
    found = list(step.run(Document(text, str(number)) for number, text in enumerate(texts)))
    assert [(document.id, document.metadata["audit_verdict"]) for document in found] == [
        ("0", "supported"),
        ("3", "supported"),
    ]
    assert found[1].metadata["audit_errors"] == 1
