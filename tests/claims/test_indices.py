"""Ranges of numbers that tell which: those that cut up a row of things claim how many there are."""

from __future__ import annotations

from auditor.claims import Indices, extract
from auditor.document import read


def indices(text: str) -> tuple[Indices, ...]:
    return extract(read(text)).indices


def test_ranges_one_after_another_come_to_a_whole() -> None:
    found = indices("- Front: layers 0-23\n- Back: layers 24-47\n")
    assert [(one.noun, one.low, one.high, one.whole) for one in found] == [("layer", 0, 23, 48), ("layer", 24, 47, 48)]


def test_numbering_may_begin_at_one() -> None:
    assert [one.whole for one in indices("Layers 1-8 lie on the first stage, layers 9-16 on the second.")] == [16, 16]


def test_equal_ranges_may_be_left_out() -> None:
    found = indices("- Node 0: GPUs 0-7\n- ...\n- Node 3: GPUs 24-31\n")
    assert [one.whole for one in found] == [32, 32]


def test_unequal_ranges_with_a_gap_claim_nothing() -> None:
    assert indices("- A: GPUs 0-7\n- B: GPUs 12-31\n") == ()


def test_a_lone_range_claims_nothing() -> None:
    assert indices("The embedding lies on GPUs 0-3.") == ()


def test_a_count_in_brackets_stands_beside_its_range() -> None:
    (one,) = indices("Stage 1: GPUs 8-15 (8 GPUs)")
    assert (one.low, one.high, one.whole, one.beside is not None) == (8, 15, None, True)


def test_a_count_of_other_things_does_not() -> None:
    assert indices("Stage 1: TP groups 0-1 (8 GPUs)") == ()


def test_the_head_of_a_column_names_its_ranges() -> None:
    found = indices("| Stage | GPU IDs |\n|---|---|\n| A | 0-3 |\n| B | 4-7 |\n")
    assert [(one.noun, one.whole) for one in found] == [("gpu", 8), ("gpu", 8)]


def test_a_lone_range_behind_its_part_claims_how_large_the_part_is() -> None:
    (one,) = indices("Only Stage 1 (GPUs 4-7) is shown.")
    assert (one.low, one.high, one.whole, one.part) == (4, 7, None, True)


def test_a_long_list_of_ranges_keeps_its_noun() -> None:
    found = indices("The pairs are GPUs 0-1, 2-3, 4-5, 6-7, 8-9.")
    assert [(one.noun, one.whole) for one in found] == [("gpu", 10)] * 5


def test_two_numbers_in_square_brackets_make_a_range() -> None:
    found = indices("- Front: GPUs [0,1]\n- Back: GPUs [2,3]\n")
    assert [(one.low, one.high, one.whole) for one in found] == [(0, 1, 4), (2, 3, 4)]


def test_large_numbers_behind_a_plural_tell_which() -> None:
    found = indices("- Front: GPUs 0-1535\n- Back: GPUs 1536-3071\n")
    assert [one.whole for one in found] == [3072, 3072]


def test_a_lone_range_as_wide_as_a_count_claims_it() -> None:
    (one,) = indices("Each stage has 40 layers.\n\nStage 1 shows layers 40-79 only.\n")
    assert (one.low, one.high, one.whole) == (40, 79, None)


def test_a_lone_range_as_wide_as_a_degree_claims_it() -> None:
    (one,) = indices('TP=4\n\n`allreduce [label="TP all-reduce\\nGPUs 0-3"]`\n')
    assert (one.noun, one.low, one.high) == ("gpu", 0, 3)


def test_names_with_numbers_are_ranges_too() -> None:
    found = indices("EP=16 on 4 GPUs: groups EP0-EP15 on GPU0, GPU1, GPU2 and GPU3.")
    assert [(one.noun, one.low, one.high) for one in found] == [("ep", 0, 15), ("gpu", 0, 3)]


def test_a_list_that_leaves_numbers_out_is_none() -> None:
    assert indices("TP=2: GPUs 0, 1, 15 and TP=4: GPUs 0,1,2,3,...,255") == ()


def test_another_run_does_not_break_the_first() -> None:
    found = indices("- layers 1-3 of 3 layers\n- layers 0-39\n- layers 41-43\n- layers 40-79\n")
    assert [(one.low, one.whole) for one in found if one.whole] == [(0, 80), (40, 80)]
