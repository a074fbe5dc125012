"""Lines of a document quoted with the number marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.report.excerpt import Excerpt, excerpt
from auditor.span import Lines, Span
from auditor.text import columns, visible


def quoted(source: str, text: str, width: int = 100) -> Excerpt:
    start = source.index(text)
    return excerpt(source, Lines(source), Span(start, start + len(text)), width)


def test_the_line_with_the_number_marked() -> None:
    shown = quoted("first\r\n  - Total: 64 GPUs\nlast", "64 GPUs")
    assert (shown.before, shown.marked, shown.after) == ("- Total: ", "64 GPUs", "")
    assert shown.carets == "         ^^^^^^^"


def test_a_long_line_is_cut_on_both_sides() -> None:
    shown = quoted("a" * 500 + " 64 GPUs " + "b" * 500, "64 GPUs", width=40)
    assert shown.text.startswith("…a")
    assert shown.text.endswith("b…")
    assert len(shown.text) == 42


def test_room_that_one_side_does_not_need_goes_to_the_other() -> None:
    assert quoted("64 GPUs" + "b" * 500, "64 GPUs", width=40).text == "64 GPUs" + "b" * 33 + "…"
    assert quoted("a" * 500 + "64 GPUs", "64 GPUs", width=40).text == "…" + "a" * 33 + "64 GPUs"


def test_a_claim_over_two_lines_is_marked_to_the_end_of_its_first() -> None:
    assert quoted("1 +\n2", "1 +\n2").marked == "1 +"


def test_wide_characters_move_the_carets() -> None:
    assert quoted("🚀 5", "5").carets == "   ^"
    assert columns("é") == 1
    assert columns("並列") == 4


def test_nothing_reaches_the_terminal_that_moves_its_cursor() -> None:
    assert visible("a\x1b[2Jb\x9bc\u202ed\u200be\tf\r") == "a\\x1b[2Jb\\x9bc\\u202ed\\u200be    f\\x0d"


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 80), st.integers(1, 60))
def test_every_excerpt_is_printable_and_on_one_line(source: str, start: int, length: int, width: int) -> None:
    start = min(start, len(source))
    shown = excerpt(source, Lines(source), Span(start, min(start + length, len(source))), width)
    assert shown.text == visible(shown.text)
    assert "\n" not in shown.text
