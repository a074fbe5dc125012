"""What the pictures show, as geometry."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.examples import refuted

from auditor.audit import judge
from auditor.interval import Interval
from auditor.report import View
from auditor.report.html.pictures.axis import fitted
from auditor.report.html.pictures.bars import bars
from auditor.report.html.pictures.counts import counts
from auditor.report.html.pictures.memory import memory
from auditor.report.html.pictures.placement import placement
from auditor.report.html.pictures.roofline import roofline
from auditor.report.html.values import tells
from auditor.units import NUMBER

VALUES = st.lists(st.fractions(min_value=-(10**12), max_value=10**12), min_size=1, max_size=6)


@given(VALUES)
def test_an_axis_holds_its_values_in_order(values: list[Fraction]) -> None:
    axis = fitted(values, 10, 350)
    pixels = [axis.at(value) for value in sorted(values)]
    assert pixels == sorted(pixels)
    assert all(10 <= pixel <= 350 for pixel in pixels)
    ticks = axis.ticks()
    assert len({tick.label for tick in ticks}) == len(ticks) <= 10


def test_values_far_apart_stand_on_a_logarithmic_axis() -> None:
    axis = fitted([Fraction(1), Fraction(10**6)], 0, 300)
    assert axis.logarithmic
    assert [tick.label for tick in axis.ticks()][:2] == ["10", "1,000"]


def test_values_close_together_are_told_apart() -> None:
    axis = fitted([Fraction(2365, 100), Fraction(2375, 100)], 0, 300)
    assert axis.at(Fraction(2375, 100)) - axis.at(Fraction(2365, 100)) > 10


def test_bars_show_stated_derived_and_tried() -> None:
    view = View(refuted())
    found = bars(view, view.findings.all[0])
    assert found
    assert [(bar.style, bar.label) for bar in found.bars] == [
        ("stated", "stated 64 GPUs"),
        ("derived", "follows 128 GPUs"),
        ("tried", "8 GPUs: experts inside the tensor ranks"),
    ]
    assert found.bars[2].x < found.bars[0].x < found.bars[1].x


def test_a_number_beyond_a_limit_lies_off_the_bar_of_what_is_allowed() -> None:
    view = View(judge("- Latency: 12 s against a limit of 10 s (within) ✅"))
    found = [bars(view, finding) for finding in view.findings.all]
    assert all(picture is None or len(picture.bars) >= 2 for picture in found)


@pytest.mark.parametrize(
    ("words", "said"),
    [("128 GPUs", True), ("≈ 128", True), ("512 GPUs", False), ("1,280 GPUs", False), ("the same", True)],
)
def test_words_tell_a_value_or_another(words: str, said: bool) -> None:
    assert tells(words, Interval.point(128), NUMBER) == said


def test_a_placement_shows_the_ranks_without_a_gpu() -> None:
    view = View(refuted())
    found = placement(view, view.findings.all[0])
    assert found
    assert found.caption == "PP 4 × EP 16 × TP 2 = 128 ranks; stated are 64 GPUs"
    assert found.description.endswith("64 ranks have no GPU.")
    assert [cell.filled / cell.width for cell in found.cells] == [1, 1, 0, 0]


def test_memory_stacks_what_is_stated_for_one_gpu() -> None:
    text = (
        "## Memory per GPU\n\n- Weights per GPU: 20 GB\n- KV cache per GPU: 30 GB\n"
        "- GPU memory capacity: 64 GB per GPU\n"
    )
    found = memory(View(judge(text)))
    assert found
    assert [(part.name, part.text) for part in found.stacks[0].parts] == [
        ("weight memory", "20 GB"),
        ("kv cache", "30 GB"),
    ]
    first, second = found.stacks[0].parts
    assert first.x + first.width == second.x
    assert second.x + second.width < found.capacity


def test_a_report_without_capacity_has_no_picture_of_memory() -> None:
    assert memory(View(judge("- Weights per GPU: 20 GB\n- KV cache per GPU: 30 GB"))) is None


def test_a_roofline_shows_where_the_claimed_rate_meets_the_roof() -> None:
    text = (
        "- Peak compute: 400 TFLOPS per GPU\n- Memory bandwidth: 2 TB/s per GPU\n"
        "- Effective compute: 240 TFLOPS per GPU\n"
    )
    found = roofline(View(judge(text)))
    assert found
    assert found.verdict == "needs at least 120 FLOP for each byte read"
    assert found.roof < found.claim
    assert found.needed is not None
    assert found.needed < found.ridge


@pytest.mark.parametrize(("numbers", "widths"), [([("unit", 4), ("verdict", 1)], [200, 50]), ([("unit", 1)], [200])])
def test_counts_are_bars_of_their_size(numbers: list[tuple[str, int]], widths: list[int]) -> None:
    found = counts("Kinds", numbers)
    assert found
    assert [bar.width for bar in found.bars] == widths


def test_no_counts_no_picture() -> None:
    assert counts("Kinds", []) is None
