"""Places in a text: spans, lines and columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.span import Lines, Span


def test_a_span_covers_what_lies_inside_it() -> None:
    assert Span(2, 8).covers(Span(2, 8))
    assert Span(2, 8).covers(Span(3, 5))
    assert not Span(2, 8).covers(Span(1, 5))


def test_spans_overlap_if_they_share_a_character() -> None:
    assert Span(2, 5).overlaps(Span(4, 9))
    assert not Span(2, 5).overlaps(Span(5, 9))


def test_joined_spans_cover_both_and_what_is_between() -> None:
    assert Span(7, 9).join(Span(2, 3)) == Span(2, 9)


def test_lines_end_at_lf_crlf_and_cr_alone() -> None:
    lines = Lines("a\nb\r\nc\rd")
    assert [lines.position(offset) for offset in (0, 2, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_the_lf_of_a_crlf_is_on_the_line_it_ends() -> None:
    assert Lines("ab\r\nc").position(3) == (1, 4)


def test_other_separators_end_no_line() -> None:
    assert Lines("a\u2028b\x0bc\x85d").position(6) == (1, 7)


def test_columns_count_code_points() -> None:
    assert Lines("😀e\u0301x").position(3) == (1, 4)


def test_the_end_of_the_text_has_a_place() -> None:
    assert Lines("").position(0) == (1, 1)
    assert Lines("a\n").position(2) == (2, 1)


@given(st.text(alphabet="a😀\n\r", max_size=30))
def test_line_and_column_lead_back_to_the_offset(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        line, column = lines.position(offset)
        assert lines.starts[line - 1] + column - 1 == offset
        assert line == len(lines.starts) or offset < lines.starts[line]
