"""Ticks and words of judgement: which way they point, how far they reach, what a report says of itself."""

from __future__ import annotations

import pytest
from claims.cases import Case, cases, marks

from auditor.claims import Extent, extract
from auditor.claims.declared import declared_verdict
from auditor.document import read


def spoken_of(text: str) -> tuple[Extent, list[str]]:
    """How far the first mark of a text reaches, and the numbers in its reach."""
    claims = extract(read(text))
    ground = claims.grounds[0]
    return ground.extent, [claims.all[index].text for index in ground.numbers]


def declared(text: str) -> str:
    claims = extract(read(text))
    index = declared_verdict(claims.document, claims.all)
    return "" if index is None else claims.all[index].text


@pytest.mark.parametrize("case", cases("marks.md"), ids=str)
def test_an_excerpt_is_read_as_the_fixture_says(case: Case) -> None:
    assert marks(extract(read(case.excerpt))) == case.expected


def test_a_mark_in_a_line_speaks_of_its_line() -> None:
    text = "- Memory: 24GB ✓\n- TTFT: 4s\n"
    assert spoken_of(text) == (Extent.LINE, ["24GB"])


def test_a_mark_in_a_paragraph_of_several_lines_speaks_of_its_own() -> None:
    assert spoken_of("Memory 24GB ✓\nTTFT 4s") == (Extent.LINE, ["24GB"])


def test_a_mark_in_a_cell_speaks_of_its_row() -> None:
    text = "| Check | Limit | Value | |\n|---|---|---|---|\n| Memory | 80GB | 24GB | ✅ |\n| TTFT | 12s | 4s | |\n"
    assert spoken_of(text) == (Extent.ROW, ["80GB", "24GB"])


def test_a_mark_in_a_heading_speaks_of_its_section() -> None:
    text = "# Report\n\n## Memory ✅\n\nPeak 24GB.\n\n### Cache\n\n8GB.\n\n## Latency\n\n4s.\n"
    assert spoken_of(text) == (Extent.SECTION, ["24GB", "8GB"])


def test_a_status_without_numbers_speaks_of_its_list_and_the_heading_above() -> None:
    text = "## TTFT (limit 12s)\n\n- **Status**: ✅ **MET**\n- Achieved: 4s\n\n## Memory\n\n24GB.\n"
    assert spoken_of(text) == (Extent.LIST, ["12s", "4s"])


def test_of_several_items_without_numbers_each_speaks_of_itself() -> None:
    assert spoken_of("- ✅ Layers placed\n- ✅ Links up\n- Memory: 24GB\n") == (Extent.LINE, [])


def test_a_mark_in_the_title_speaks_of_the_document() -> None:
    assert spoken_of("# ✅ Report\n\nPeak 24GB.\n\n## Latency\n\n4s.\n") == (Extent.DOCUMENT, ["24GB", "4s"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Check\n\n## Overall Assessment: CORRECT\n\nThe layout is optimal.", "CORRECT"),
        ("# Check\n\n**Status**: ❌ **NOT APPROVED** for now", "NOT APPROVED"),
        ("# Check\n\nText.\n\n## Conclusion\n\nThe deployment plan is incorrect.", "incorrect"),
        ("✅ **ALL CHECKS PASSED** - nothing to do", "ALL CHECKS PASSED"),
        (
            "# Check\n\n## Conclusion\n\nThe original plan was INCORRECT. The new plan is READY FOR DEPLOYMENT.",
            "READY FOR DEPLOYMENT",
        ),
        ("# Check\n\n## Memory\n\n- **Status**: OPTIMAL\n\n## Verdict\n\nVerdict: FAILED", "FAILED"),
        ("# Deployment check: CORRECT ✅\n\n- GPUs: 8", "CORRECT"),
        ("# Check\n\nAll correct.\n\n- GPUs: 8", "All correct"),
        ("# Check\n\n## Memory\n\n12 GB.\n\n---\n\n**No discrepancies found.**", "No discrepancies found"),
        ("# Check\n\n✅ **VERIFIED**\n\n- GPUs: 8", "VERIFIED"),
        ("# Check\n\n- **Status**: PASS\n- GPUs: 8", "PASS"),
        ("# Check\n\n| Check | Result |\n|---|---|\n| Memory | 12 GB |\n| Overall | PASS |", "PASS"),
        ("# 复核\n\n## 总体结论\n\n方案正确。", "方案正确"),
        ("# Thẩm định\n\n**Kết luận**: ĐẠT", "ĐẠT"),
        ("# 部署报告\n\n结论：配置正确。", "配置正确"),
        ("# 部署报告\n\n## 结论\n\n配置正确，可以部署。", "配置正确"),
        ("# 部署报告\n\n总体评估：✅ 通过", "通过"),
        ("# Plan\n\n## Summary\n\nOverall, the plan satisfies all constraints.", "satisfies all constraints"),
        ("# Thẩm định\n\nKết luận: cấu hình đúng", "cấu hình đúng"),
        ("# Check\n\n## Status: REQUIRES MODIFICATION", "REQUIRES MODIFICATION"),
        ("# Check\n\n**Verdict: ❌ NEEDS REVISIONS**", "NEEDS REVISIONS"),
        ("# Check\n\n0 errors, 2 warnings. **PASS.**", "PASS"),
        ("# Check\n\nRESULT: OK (0 errors, 2 warnings)", "OK"),
        ("# 核查\n\n共 12 项检查，**全部通过**。", "全部通过"),
    ],
)
def test_a_report_says_of_itself(text: str, expected: str) -> None:
    assert declared(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# Method\n\nA split that is correct for one layer need not be optimal for all.",
        "# Check\n\n## Memory\n\n- **Status**: OPTIMAL",
        "# Check\n\n| Check | Status |\n|---|---|\n| Overall memory | PASS |",
        "# Check\n\n- FAIL. 30 layers in 4 stages.\n- PASS. 32 heads.",
        "# Check\n\n## Memory\n\nAll correct.\n\n## Latency\n\n4 s.",
        "",
    ],
)
def test_a_report_that_gives_no_verdict_on_itself_declares_none(text: str) -> None:
    assert declared(text) == ""
