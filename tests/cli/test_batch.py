"""`auditor batch`, as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAN = "# Plan\n\n- **GPUs**: 2 x 4 = 8\n"
WRONG = "# Plan\n\n- **GPUs**: 2 x 4 = 9\n"


def batch(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "auditor", "batch", *map(str, arguments)]
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    return subprocess.run(command, capture_output=True, text=True, check=False, input=stdin, env=environment)


def rows(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for path in sorted(out.glob("part-*")) for line in path.read_text().splitlines()]


def test_a_folder_is_audited_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/right.md").write_text(PLAN)
    (tmp_path / "in/wrong.md").write_text(WRONG)
    (tmp_path / "in/binary.md").write_bytes(b"\xff")
    first = batch(tmp_path / "in", "-o", tmp_path / "out")
    assert first.returncode == 1, first.stderr
    assert first.stdout == "3 in, 2 audited, 1 failed, 0 skipped (failures: 1 not_unicode)\n"
    assert [(row["id"], row["status"]) for row in rows(tmp_path / "out")] == [
        ("binary.md", "failed"),
        ("right.md", "audited"),
        ("wrong.md", "audited"),
    ]
    second = batch(tmp_path / "in", "-o", tmp_path / "out", "--fail-on", "never")
    assert second.returncode == 0, second.stderr
    assert second.stdout == "3 in, 0 audited, 0 failed, 3 skipped (failures: 1 not_unicode)\n"


def test_a_row_holds_what_auditor_audit_gives(tmp_path: Path) -> None:
    import auditor

    (tmp_path / "wrong.md").write_text(WRONG)
    batch(tmp_path / "wrong.md", "-o", tmp_path / "out")
    (row,) = rows(tmp_path / "out")
    alone = auditor.audit(WRONG).model_dump(mode="json", by_alias=True)
    found = row["audit"]
    assert isinstance(found, dict)
    for field in ("verdict", "claims", "findings", "ledger", "coverage"):
        assert found[field] == alone[field]
    auditor.Audit.model_validate(found)


def test_standard_input_is_jsonl(tmp_path: Path) -> None:
    lines = json.dumps({"id": "a", "text": PLAN, "licence": "MIT"}) + "\nnothing\n"
    done = batch("-", "-o", tmp_path, stdin=lines)
    assert done.returncode == 0, done.stderr
    assert [row["status"] for row in rows(tmp_path)] == ["audited", "failed"]
    assert rows(tmp_path)[0]["metadata"] == {"licence": "MIT"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere", "-o", "out"], "nowhere is not there"),
        ([".", "-o", "out"], "no markdown, JSONL or parquet file"),
        (["-", ".", "-o", "out"], "standard input (-) goes alone"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = batch(*arguments)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert not (tmp_path / "out/manifest.json").exists()


def test_the_index_page_lists_the_documents_the_worst_first(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, text in (("a", PLAN), ("b", WRONG), ("<script>", WRONG)):
        (tmp_path / f"in/{name}.md").write_text(text)
    batch(tmp_path / "in", "-o", tmp_path / "out")
    page = (tmp_path / "out/index.html").read_text()
    assert "3 documents: 2 refuted, 1 supported" in page
    assert "&lt;script&gt;.md" in page
    assert page.index(">b.md<") < page.index(">a.md<")
    (shard,) = (path.name for path in (tmp_path / "out").glob("part-*"))
    assert page.count(f'href="{shard}"') == 3
    (tmp_path / "out/index.html").unlink()
    for path in (tmp_path / "out/.auditor").glob("*.sqlite"):
        path.unlink()
    batch(tmp_path / "in", "-o", tmp_path / "out")
    assert (tmp_path / "out/index.html").read_text() == page
