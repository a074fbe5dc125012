"""Each character of a block leads back to the exact place in the source."""

from __future__ import annotations

import pytest
from document.pieces import documents, origins, slice_of
from hypothesis import given
from hypothesis import strategies as st

from auditor.document import read
from auditor.document.offsets import Offsets


@pytest.mark.parametrize(
    ("source", "text", "part", "origin"),
    [
        ("- **Memory**: 31.0GB", "Memory: 31.0GB", "31.0GB", "31.0GB"),
        ("😀 👩‍👩‍👧 8 GPUs", "😀 👩‍👩‍👧 8 GPUs", "8 GPUs", "8 GPUs"),
        ("e\u0301 8", "e\u0301 8", "8", "8"),
        ("\ufeff# 8 GPUs", "8 GPUs", "8", "8"),
        ("A\r\nB 8\r\n", "A\nB 8", "8", "8"),
        ("A\r\nB 8", "A\nB 8", "A\nB", "A\r\nB"),
        ("A\rB 8", "A\nB 8", "A\nB", "A\rB"),
        ("-\ta\t8", "a\t8", "a\t8", "a\t8"),
        ("1\\.5 GB", "1.5 GB", "1.5", "1\\.5"),
        ("2 &times; 4", "2 × 4", "2 × 4", "2 &times; 4"),
        ("2 &times; 4", "2 × 4", "×", "&times;"),
        ("&#53; GB", "5 GB", "5", "&#53;"),
        ("&NotEqualTilde; 5", "≂̸ 5", "5", "5"),
        ("[8 GPUs](u)", "8 GPUs", "8 GPUs", "8 GPUs"),
        ("![8 GPUs](u)", "8 GPUs", "8", "8"),
        ("<http://a/8>", "http://a/8", "8", "8"),
        ("***a* 8** 9", "a 8 9", "a 8 9", "a* 8** 9"),
        ("A  \n8", "A\n8", "A\n8", "A  \n8"),
        ("A\\\n8", "A\n8", "A\n8", "A\\\n8"),
        ("> A\n> 8", "A\n8", "A\n8", "A\n> 8"),
        ("> A\n8", "A\n8", "8", "8"),
        ("- > 1. A\n  >    8", "A\n8", "A\n8", "A\n  >    8"),
        ("a 8\n===", "a 8", "8", "8"),
        ("## 8 a ##", "8 a", "8 a", "8 a"),
        ("a\0 8", "a\ufffd 8", "\ufffd", "\0"),
        ("``8 ` 9``", "8 ` 9", "8 ` 9", "8 ` 9"),
        ("` 8 `", "8", "8", "8"),
        ("`a\nb` 8", "a b 8", "a b", "a\nb"),
        ("A<br>8", "A\n8", "\n", "<br>"),
        ("~~8~~ ~9", "8 ~9", "~9", "~9"),
    ],
)
def test_text_leads_back_to_its_source(source: str, text: str, part: str, origin: str) -> None:
    document = read(source)
    [block] = document.blocks
    assert block.text == text
    assert slice_of(document, block, part) == origin


def test_a_pipe_in_a_cell_is_no_wall_if_it_is_escaped() -> None:
    document = read("| a | b |\n|---|---|\n| 3 \\| `4 \\| 5` | 6 |")
    cell = document.blocks[2]
    assert cell.text == "3 | 4 | 5"
    assert slice_of(document, cell, "3 | 4 | 5") == "3 \\| `4 \\| 5"
    assert slice_of(document, cell, "| 5") == "| 5"


@given(documents)
def test_every_character_stands_where_its_offset_says(source: str) -> None:
    document = read(source)
    for block in document.blocks:
        for character, origin in zip(block.text, origins(document, block), strict=True):
            # What stands for something else is a break, a NUL, a character reference or a tag that breaks the line.
            assert origin == character or origin in "\0\r\n" or origin[0] in "&<"


@given(documents)
def test_offsets_never_fall_and_end_with_the_text(source: str) -> None:
    for block in read(source).blocks:
        offsets = list(block.offsets)
        assert len(offsets) == len(block.text) + 1 > 1
        assert offsets == sorted(offsets)
        assert offsets[-1] == block.ends(len(block.text) - 1)
        assert block.span.start <= offsets[0] <= offsets[-1] <= block.span.end <= len(source)


@given(documents)
def test_marked_stretches_lie_in_the_text(source: str) -> None:
    for block in read(source).blocks:
        for span in (*block.strong, *block.verbatim, *block.struck):
            assert 0 <= span.start < span.end <= len(block.text)


RUNS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=1, max_size=6)


def offsets_of(runs: list[tuple[int, int]]) -> tuple[Offsets, list[int]]:
    """Runs of these lengths, each a gap behind the one before; and the same offsets one by one."""
    plain: list[int] = []
    begins: list[int] = []
    firsts: list[int] = []
    for length, gap in runs:
        begins.append(len(plain))
        firsts.append(plain[-1] + 1 + gap if plain else gap)
        plain += range(firsts[-1], firsts[-1] + length)
    return Offsets(begins, firsts, len(plain)), plain


@given(RUNS, st.data())
def test_runs_hold_the_same_offsets_as_a_tuple(runs: list[tuple[int, int]], data: st.DataObject) -> None:
    offsets, plain = offsets_of(runs)
    assert list(offsets) == plain
    assert offsets[-1] == plain[-1]
    start = data.draw(st.integers(0, len(plain)))
    stop = data.draw(st.integers(start, len(plain)))
    assert list(offsets[start:stop]) == plain[start:stop]
    assert offsets[start:stop] == tuple(plain[start:stop])


def test_runs_are_equal_and_hash_by_their_offsets() -> None:
    one, two = Offsets((0, 2), (5, 7), 3), Offsets((0,), (5,), 3)
    assert one == two == (5, 6, 7)
    assert hash(one) == hash(two)
    assert one != Offsets((0,), (5,), 4)


def test_an_index_outside_is_an_error() -> None:
    with pytest.raises(IndexError):
        Offsets((0,), (5,), 3)[3]
    with pytest.raises(ValueError, match="whole stretches"):
        Offsets((0,), (5,), 3)[::2]
