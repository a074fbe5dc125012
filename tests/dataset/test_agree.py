"""How far annotators agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.dataset import agree
from auditor.dataset.agreement import agreement
from auditor.errors import InputError

TEXT = "# Plan\n\n- 2 x 4 = 9 GPUs\n- 30 GB of 40 GB is 75%\n- 100 layers\n"


def gold(folder: Path, *items: str, text: str = TEXT) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text(text)
    lists = {
        status: [item for item in items if item.startswith(status)]
        for status in ("must_find", "must_confirm", "may_find")
    }
    lines = ["doc: a"]
    for status, found in lists.items():
        lines.append(f"{status}:" if found else f"{status}: []")
        for item in found:
            _, line, quote = item.split("|")
            lines.append(f"- {{lines: [{line}], quote: '{quote}', kind: arithmetic, severity: error, why: x}}")
    (folder / "a.gold.yaml").write_text("\n".join(lines))
    return folder


def test_the_published_example_of_kappa_comes_out() -> None:
    # Two readers of fifty proposals: 20 both yes, 15 both no, 5 and 10 apart.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    found = agreement(pairs, 2)
    assert found.observed == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.ac1 == pytest.approx((0.7 - 2 * 0.55 * 0.45) / (1 - 2 * 0.55 * 0.45))


def test_ac1_stands_where_a_rare_label_breaks_kappa() -> None:
    pairs = [(0, 0)] * 118 + [(1, 0)] * 5 + [(0, 1)] * 2
    found = agreement(pairs, 2)
    assert found.kappa is not None
    assert found.ac1 is not None
    assert found.kappa < 0
    assert found.ac1 > 0.9


def test_without_units_or_labels_there_is_nothing_to_say() -> None:
    assert agreement([], 2).ac1 is None
    one = agreement([("a", "a")] * 3, 2)
    assert (one.kappa, one.ac1) == (None, 1.0)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_agreement_is_symmetric_and_at_most_one(pairs: list[tuple[str, str]]) -> None:
    found, turned = agreement(pairs, 3), agreement([(b, a) for a, b in pairs], 3)
    assert found.ac1 == pytest.approx(turned.ac1)
    assert found.kappa == (None if turned.kappa is None else pytest.approx(turned.kappa))
    assert found.ac1 is not None
    assert found.ac1 <= 1.0
    assert found.kappa is None or found.kappa <= 1.0


def test_an_annotator_agrees_with_himself(tmp_path: Path) -> None:
    one = gold(tmp_path / "one", "must_find|3|2 x 4 = 9", "must_confirm|4|75%")
    found = agree(one, one)
    assert {score.f1 for score in found.spans.values() if score.first} == {1.0}
    assert (found.statuses.kappa, found.statuses.ac1) == (1.0, 1.0)
    assert found.adjudicate == ()


def test_where_annotators_differ_is_said_numeral_by_numeral(tmp_path: Path) -> None:
    one = gold(tmp_path / "one", "must_find|3|9 GPUs", "must_confirm|4|75%")
    two = gold(tmp_path / "two", "must_find|3|2 x 4 = 9 GPUs", "may_find|4|75%")
    found = agree(one, two)
    assert found.spans["all"].f1 == 1.0
    assert found.spans["must_confirm"].f1 == 0.0
    # Seven numerals: 2, 4, 9, 30, 40, 75 and 100.
    assert (found.statuses.units, found.statuses.agreed) == (7, 4)
    assert found.adjudicate == (
        ("a", 3, "2", "none", "must_find"),
        ("a", 3, "4", "none", "must_find"),
        ("a", 4, "75", "must_confirm", "may_find"),
    )
    assert found.kinds["arithmetic"].agreed == 5
    assert found.as_json()["spans"]["all"] == {"first": 2, "second": 2, "met": 2, "f1": 1.0}


def test_judgements_of_other_texts_cannot_be_compared(tmp_path: Path) -> None:
    one = gold(tmp_path / "one", "must_find|3|9 GPUs")
    two = gold(tmp_path / "two", "must_find|3|9 GPUs", text=TEXT + "more\n")
    with pytest.raises(InputError, match="another text"):
        agree(one, two)
    (tmp_path / "two/a.md").rename(tmp_path / "two/b.md")
    (tmp_path / "two/a.gold.yaml").rename(tmp_path / "two/b.gold.yaml")
    with pytest.raises(InputError, match="no document in common"):
        agree(one, two)
