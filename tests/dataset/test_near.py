"""Near-duplicates and splits."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.dataset.audits import Audited
from auditor.dataset.near import Clusters, bands
from auditor.dataset.origin import Terms
from auditor.dataset.split import SPLITS, assign

WORDS = ("plan", "layer", "memory", "expert", "stage", "token", "batch", "cache", "rate", "bound", "node", "link")


def text(seed: int, length: int = 200) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) + str(chance.randrange(9)) for _ in range(length))


def audited(name: str, words: str, source: str = "") -> Audited:
    return Audited(name, name, words, {"source": source} if source else {}, {})


def meet(first: str, second: str) -> bool:
    return bool(set(bands(first)) & set(bands(second)))


def test_a_report_with_other_numbers_is_a_near_duplicate() -> None:
    template = (
        "The plan has {} GPUs in {} stages, each with {} GB of memory, and serves {} tokens a second without delay."
    )
    assert meet(template.format(8, 4, "80.5", 900), template.format("1,024", 16, 141, "12.5"))


def test_a_report_with_a_few_other_words_is_a_near_duplicate() -> None:
    words = text(1).split()
    words[50], words[120] = "another", "thing"
    assert meet(text(1), " ".join(words))


def test_reports_on_other_things_are_none() -> None:
    assert not any(meet(text(1), text(seed)) for seed in range(2, 40))


@settings(deadline=None)
@given(st.lists(st.sampled_from([text(seed) for seed in range(4)] + ["", "short", "7"]), max_size=8), st.randoms())
def test_what_is_joined_does_not_depend_on_the_order(texts: list[str], chance: random.Random) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)
    ways = []
    for numbers in (range(len(texts)), order):
        clusters = Clusters()
        place = {number: clusters.add(texts[number], [f"text:{number}"]) for number in numbers}
        ways.append({(a, b) for a in place for b in place if clusters.root(place[a]) == clusters.root(place[b])})
    assert ways[0] == ways[1]


def test_a_source_is_never_split() -> None:
    found = [audited(str(number), text(number), source=f"repo{number % 7}") for number in range(70)]
    splits = assign(found, Terms())
    for source in range(7):
        assert len({splits[number] for number in range(70) if number % 7 == source}) == 1


def test_near_duplicates_of_two_sources_stay_together() -> None:
    found = [audited("a", text(1), "one"), audited("b", text(2), "one"), audited("c", text(2) + " more", "two")]
    splits = assign(found, Terms())
    assert splits[0] == splits[1] == splits[2]
    assert splits.groups == 1


def test_the_splits_have_about_their_shares_and_are_stable() -> None:
    found = [audited(str(number), text(number, 30)) for number in range(400)]
    splits = assign(found, Terms())
    counts = [sum(splits[number] == split for number in range(400)) for split in SPLITS]
    assert counts[0] > 280
    assert min(counts[1:]) > 15
    fewer = assign(found[:200], Terms())
    assert [fewer[number] for number in range(200)] == [splits[number] for number in range(200)]
    assert splits.sourceless == 400
