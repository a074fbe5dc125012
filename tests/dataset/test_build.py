"""A dataset repository from audits: what is in it, and that others can load it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from dataset import loading
from dataset.loading import table

from auditor.batch import Document, run
from auditor.batch.job import AuditJob
from auditor.dataset import Terms, build, stats, validate
from auditor.errors import InputError, UsageError

pytest.importorskip("pyarrow.parquet", reason="the extra `dataset` is not installed")

OPEN = {"license": "MIT", "source": "https://example.org/open", "generator": "some model"}
CLOSED = {"license": "proprietary", "source": "https://example.org/closed"}
EVIL = {"license": "mit", "source": "a | b\n# Heading\n---\n[x](y) <script>"}
REPORTS = [
    Document("right.md", "# Check\n\n- **GPUs**: 2 × 4 = 8 GPUs\n- Utilisation: 30 GB of 40 GB (75%) ✅\n", OPEN),
    Document("wrong.md", "# Check\n\nThe plan is **CORRECT**.\n\n- **Total GPUs**: 2 × 4 = 9 GPUs\n", OPEN),
    Document("closed.md", "# Secret words\n\n- **Hidden label**: 3 × 5 = 16 GPUs\n", CLOSED),
    Document("evil.md", "# Other\n\n- **Layers**: 4 × 8 = 32 layers\n", EVIL),
]


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("audits")
    job = AuditJob()
    assert run(REPORTS, out, job, job.provenance).complete
    return out


@pytest.fixture(scope="module")
def dataset(audits: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dataset") / "reports"
    build(audits, out, day="2026-01-02")
    return out


def test_every_document_claim_and_finding_is_a_row(dataset: Path) -> None:
    documents = {row["name"]: row for row in table(dataset, "documents")}
    assert sorted(documents) == ["closed.md", "evil.md", "right.md", "wrong.md"]
    assert documents["right.md"]["text"] == REPORTS[0].text
    assert documents["wrong.md"]["verdict"] == "refuted"
    assert documents["right.md"]["generator"] == "some model"
    labels = {row["label"] for row in table(dataset, "claims")}
    assert labels == {"supported", "refuted", "not_enough_info"}
    assert len(table(dataset, "claims")) == sum(row["claims"] for row in documents.values())


def test_a_finding_carries_its_proof(dataset: Path) -> None:
    key = next(row["doc_id"] for row in table(dataset, "documents") if row["name"] == "wrong.md")
    finding, overall = [row for row in table(dataset, "findings") if row["doc_id"] == key]
    assert (finding["kind"], finding["severity"], finding["label"]) == ("arithmetic", "error", "refuted")
    assert (overall["rule"], overall["severity"]) == ("verdict/overall", "note")
    assert (finding["text"], finding["line"]) == ("9 GPUs", 5)
    assert REPORTS[1].text[finding["start"] : finding["end"]] == "9 GPUs"
    assert (finding["stated"]["low"], finding["expected"]["low_exact"]) == (9.0, "8")
    assert [premise["text"] for premise in finding["evidence"][0]] == ["2", "4"]
    assert finding["derivation"][0]["low"] == 8.0
    assert json.loads(finding["certificate"])["rule"] == finding["rule"]
    assert finding["claim_id"] in {row["claim_id"] for row in table(dataset, "claims")}


def test_what_the_licence_forbids_is_a_pointer(dataset: Path) -> None:
    (document,) = [row for row in table(dataset, "documents") if row["name"] == "closed.md"]
    assert document["withheld"]
    assert document["text"] is None
    assert (document["source"], document["licence"]) == ("https://example.org/closed", "proprietary")
    claims = [row for row in table(dataset, "claims") if row["doc_id"] == document["doc_id"]]
    assert {row["label"] for row in claims} >= {"refuted"}
    assert {row["text"] for row in claims} == {None}
    assert all(row["text_sha256"] and row["end"] > row["start"] for row in claims)
    data = b"".join(path.read_bytes() for path in dataset.rglob("*") if path.is_file())
    everything = json.dumps([table(dataset, config) for config in ("documents", "claims", "findings")])
    for word in ("Hidden", "Secret", "hidden label"):
        assert word not in everything
        assert word.encode() not in data


def test_a_licence_may_be_given_for_documents_that_name_none(audits: Path, tmp_path: Path) -> None:
    facts = build(audits, tmp_path / "all", Terms(allowed={"mit", "proprietary"}))
    assert facts.withheld == 0


def test_the_dataset_keeps_its_promises(dataset: Path) -> None:
    assert validate(dataset) == []
    facts = stats(dataset)
    assert (facts.of("documents"), facts.withheld, facts.synthetic) == (4, 1, 0)


def test_the_same_audits_give_the_same_bytes(audits: Path, dataset: Path, tmp_path: Path) -> None:
    build(audits, tmp_path / "reports", day="2026-01-02")
    for path in dataset.rglob("*"):
        if path.is_file():
            assert (tmp_path / "reports" / path.relative_to(dataset)).read_bytes() == path.read_bytes()


def test_a_dataset_is_replaced_and_nothing_else_is(audits: Path, tmp_path: Path) -> None:
    build(audits, tmp_path / "out")
    build(audits, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("work of years")
    with pytest.raises(UsageError, match="no dataset"):
        build(audits, tmp_path / "mine")
    with pytest.raises(InputError, match="holds no audits"):
        build(tmp_path / "mine", tmp_path / "other")


def test_a_batch_that_has_not_ended_is_refused(audits: Path, tmp_path: Path) -> None:
    (tmp_path / "part-0-00000.jsonl").write_text("")
    with pytest.raises(InputError, match="not come to its end"):
        build(tmp_path, tmp_path / "out")


def test_single_audits_make_a_dataset_of_pointers(tmp_path: Path) -> None:
    import auditor

    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.json").write_text(auditor.audit(REPORTS[1].text).model_dump_json(by_alias=True))
    facts = build(tmp_path / "in", tmp_path / "out", Terms(licence="mit"))
    assert (facts.of("documents"), facts.withheld, facts.labels["refuted"]) == (1, 1, 1)
    assert validate(tmp_path / "out") == []


def test_names_from_outside_cannot_break_out_of_the_card(dataset: Path) -> None:
    text = (dataset / "README.md").read_text()
    assert text.count("\n---\n") == 1
    assert "\n# Heading" not in text
    assert "\\<script\\>" in text


def test_the_card_header_is_yaml(dataset: Path) -> None:
    yaml = pytest.importorskip("yaml")
    header = yaml.safe_load((dataset / "README.md").read_text().split("---\n")[1])
    assert header["license"] == "other"
    assert [config["config_name"] for config in header["configs"]] == ["documents", "claims", "findings"]


def examples(dataset: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (dataset / "README.md").read_text(), re.DOTALL)


def test_the_examples_of_the_card_run(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    pytest.importorskip("pandas", reason="pandas is not installed")
    monkeypatch.chdir(dataset)
    assert len(examples(dataset, "sql")) == 2
    for query in examples(dataset, "sql"):
        assert duckdb.sql(query).fetchall()
    (code,) = examples(dataset, "python")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "supported" in done.stdout


def test_the_hub_library_loads_every_config_offline(dataset: Path, tmp_path: Path) -> None:
    assert loading.by_hub_library(dataset, tmp_path) == loading.counts(dataset)


def test_croissant_is_valid_and_its_records_load(dataset: Path) -> None:
    assert loading.by_croissant(dataset) == ("", loading.counts(dataset))
