"""Real reports, judged and unjudged, become a dataset that others load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dataset import loading

from auditor.batch import Document, run
from auditor.batch.job import AuditJob
from auditor.dataset import Terms, build, stats, validate

yaml = pytest.importorskip("yaml", reason="the extra `yaml` is not installed")
pytest.importorskip("pyarrow", reason="the extra `dataset` is not installed")

pytestmark = pytest.mark.slow


def reports(corpus: Path) -> Iterator[Document]:
    """The judged reports with the repository that they come from, then a hundred of unknown origin."""
    for gold in sorted(corpus.glob("*.gold.yaml")):
        name = gold.name.removesuffix(".gold.yaml")
        source = yaml.safe_load(gold.read_text(encoding="utf-8")).get("source") or {}
        text = (corpus / f"{name}.md").read_text(encoding="utf-8")
        yield Document(f"{name}.md", text, {key: source[key] for key in ("repo", "path") if key in source})
    for number in range(1, 101):
        path = corpus / "unlabelled" / f"U{number:03}.md"
        yield Document(path.name, path.read_text(encoding="utf-8"))


def test_real_reports_make_a_dataset_that_others_load(shared: Path, tmp_path: Path) -> None:
    documents = list(reports(shared / "corpus"))
    job, folder = AuditJob(), tmp_path / "reports"
    account = run(documents, tmp_path / "audits", job, job.provenance)
    assert (account.audited, account.failed, account.complete) == (len(documents), 0, True)
    build(tmp_path / "audits", folder, Terms(licence="cc0-1.0"))
    assert validate(folder) == []
    counts = loading.counts(folder)
    assert counts["documents"] == len(documents) > 100
    assert counts["claims"] > counts["findings"] > 0
    assert loading.by_hub_library(folder, tmp_path / "home") == counts
    assert loading.by_croissant(folder) == ("", counts)
    assert loading.by_duckdb(folder) == counts


def test_without_a_licence_only_pointers_are_published(shared: Path, tmp_path: Path) -> None:
    documents = list(reports(shared / "corpus"))[:16]
    job, folder = AuditJob(), tmp_path / "reports"
    run(documents, tmp_path / "audits", job, job.provenance)
    build(tmp_path / "audits", folder)
    assert validate(folder) == []
    assert stats(folder).withheld == len(documents)
    assert {row["text"] for row in loading.table(folder, "claims")} == {None}
