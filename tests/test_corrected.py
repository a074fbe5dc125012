"""A number beside which the right one stands is cited to be corrected, or of another case: it is noted, not refuted."""

from __future__ import annotations

from auditor.audit import judge

MODEL = "- Layers: 126\n- KV heads: 8\n- Head dimension: 128\n- KV cache in BF16\n\n"
RULE = "kv-cache/token-at-most"


def _said(report: str, code: str = RULE) -> list[str]:
    return [str(each.severity) for each in judge(MODEL + report).all if each.code == code]


def test_alone_it_is_questioned() -> None:
    assert _said("KV cache per token: 1,008 KiB\n") == ["warning"]


def test_beside_its_correction_it_is_noted() -> None:
    assert _said("KV cache per token: 1,008 KiB in the sheet, and 504 KiB by the shapes\n") == ["note"]


def test_in_a_table_of_what_was_found_it_is_noted() -> None:
    rows = "| | Sheet | Now | Cause |\n|---|---|---|---|\n| b | KV 1,008 KiB/token | 504 KiB/token | counted twice |\n"
    assert set(_said(rows)) <= {"note"}


def test_a_result_with_the_right_one_in_the_next_cell_is_noted() -> None:
    rows = "| | Sheet | Now | Cause |\n|---|---|---|---|\n| d | 126 / 2 = 62 layers per stage | 63 | arithmetic |\n"
    assert _said(rows, "arithmetic/equation") == ["note"]


def test_a_result_alone_in_its_row_is_refuted() -> None:
    rows = "| | Sheet | Cause |\n|---|---|---|\n| d | 126 / 2 = 62 layers per stage | arithmetic |\n"
    assert _said(rows, "arithmetic/equation") == ["error"]
