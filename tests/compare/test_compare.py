"""What changed between two versions of a report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.audit import judge
from auditor.cli.app import run
from auditor.compare import Comparison, compare, render
from auditor.report import View

OLD = """# Plan

The plan is **CORRECT**.

- **Total GPUs**: 2 × 4 = 9 GPUs ✅
- **Weights**: 15.2 GB per GPU
- **KV cache**: 3.5 GB per GPU
- Latency: 4 s ✅
- Sum: 3 + 4 = 8
"""
NEW = """# Plan

The plan is **CORRECT**.

- **Total GPUs**: 2 × 4 = 8 GPUs ✅
- **Weights**: ~15 GB per GPU
- Latency: 6 s ✅
- Product: 3 × 4 = 11 GPUs
"""
SHOWN = """\
old.md: REFUTED (2 errors, 1 note) → new.md: REFUTED (1 error, 1 note)
2 solved, 1 new, 1 remaining; weaker: 4 claims vanished, 1 number got vaguer, 1 tick kept while the numbers changed.

new         line 8: error arithmetic/equation: 3 × 4 is 12 GPUs, not 11 GPUs.

remaining   line 3: note verdict/overall: CORRECT is the report's own verdict, but 1 number is refuted in it.

solved      line 5: error arithmetic/equation: 2 × 4 is 8 GPUs, not 9 GPUs. (now 8 GPUs, supported)
            line 9: error arithmetic/equation: 3 + 4 is 7, not 8. (the number is gone)

vanished    line 7: kv cache 3.5 GB per GPU
            line 9: sum 3, sum 4, sum 8

vaguer      line 6: 15.2 GB per GPU → ~15 GB per GPU

tick kept   line 8 → 7: ✅ although 4 s → 6 s
"""


def compared(old: str, new: str) -> Comparison:
    return compare(View(judge(old), path="old.md"), View(judge(new), path="new.md"))


def weaker(old: str, new: str) -> dict[str, list[str]]:
    found = compared(old, new)
    return {
        "vanished": [found.old.text(claim) for claim in found.weaker.vanished],
        "vaguer": [found.new.text(pair.new) for pair in found.weaker.vaguer],
        "kept": [found.new.text(pair.number_after) for pair in found.weaker.kept],
    }


def test_findings_and_weaker_claims_are_listed() -> None:
    assert render(compared(OLD, NEW), "terminal") == SHOWN


def test_a_version_against_itself_changes_nothing() -> None:
    found = compared(OLD, OLD)
    assert (len(found.solved), len(found.fresh), len(found.remaining)) == (0, 0, 3)
    assert not found.weaker


def test_a_finding_stays_the_same_when_its_line_is_rewritten() -> None:
    found = compared("- Total: 2 × 4 = 9 GPUs", "Intro of 3 lines.\n\n- **Total**: we need 2 × 4 = 9 GPUs in all")
    assert [(change.old_line, change.new_line) for change in found.remaining] == [(1, 3)]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("15.2 GB", "~15.2 GB", "~15.2 GB"),
        ("15.2 GB", "about 15 GB", "about 15 GB"),
        ("15.23 GB", "15.2 GB", "15.2 GB"),
        ("64 GB", "up to 64 GB", "up to 64 GB"),
    ],
)
def test_a_number_that_admits_more_is_vaguer(before: str, after: str, text: str) -> None:
    found = weaker(f"- Weights per GPU: {before}", f"- Weights per GPU: {after}")
    assert found == {"vanished": [], "vaguer": [text], "kept": []}


@pytest.mark.parametrize(("before", "after"), [("~15 GB", "15.2 GB"), ("15.2 GB", "15.23 GB"), ("15 GB", "~40 GB")])
def test_a_sharper_or_another_number_is_not_vaguer(before: str, after: str) -> None:
    found = weaker(f"- Weights per GPU: {before}", f"- Weights per GPU: {after}")
    assert not found["vaguer"]


def test_a_number_that_moved_has_not_vanished() -> None:
    old = "- TP: 2\n- KV cache: 3.5 GB per GPU"
    assert not weaker(old, "# Memory\n\nThe KV cache takes 3.5 GB per GPU.\n\n- TP: 2")["vanished"]
    assert weaker(old, "- TP: 2")["vanished"] == ["3.5 GB per GPU"]


def test_a_tick_of_a_table_row_is_kept_over_another_number() -> None:
    table = "| item | value | ok |\n|---|---|---|\n| Throughput | {} tokens/s | ✅ |\n"
    assert weaker(table.format(100), table.format(80))["kept"] == ["80 tokens/s"]
    assert not weaker(table.format(100), table.format(100))["kept"]
    assert not weaker(table.format(100), table.format(80).replace("✅", "❌"))["kept"]


def test_the_json_names_claims_by_their_ids() -> None:
    found = json.loads(render(compared(OLD, NEW), "json"))
    assert found["schema"] == "auditor.compare/1"
    assert [change["outcome"] for change in found["solved"]] == ["now 8 GPUs, supported", "the number is gone"]
    assert found["weaker"]["vaguer"][0]["new"]["text"] == "~15 GB per GPU"


def test_text_of_a_report_stays_text() -> None:
    found = compared("- <b>x</b>: 3 GB \x1b | 2 × 4 = 9", "- y")
    assert "\x1b" not in render(found, "terminal")
    assert "<b>" not in render(found, "markdown").replace("\\<b", "")


@pytest.mark.parametrize(("old", "new", "code"), [(OLD, NEW, 1), (OLD, "- 2 × 4 = 8 GPUs", 0)])
def test_the_later_version_decides_how_it_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, code: int
) -> None:
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    first.write_text(old, encoding="utf-8")
    second.write_text(new, encoding="utf-8")
    assert run(["compare", str(first), str(second)]) == code
    assert "solved" in capsys.readouterr().out


def test_a_version_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    assert run(["compare", str(tmp_path / "a.md"), str(tmp_path / "b.md")]) == 2
