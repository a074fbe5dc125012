"""A finding counts if one of its ends is in the diff, and is shown at that end."""

from __future__ import annotations

from auditor.check.changed import within
from auditor.check.git import Changes
from auditor.check.hit import Checked, Hit, Mark

SOURCE = "GPUs: 8\nname\nTotal: 9\n"
FIRST = Mark(6, 7, "8", 1, 7, 1, 8)
SECOND = Mark(20, 21, "9", 3, 8, 3, 9)
HIT = Hit("a/b", "derivation", "error", "9 is not 8.", SECOND, (FIRST,), "9", "8", (), "0")
CHECKED = Checked("x.md", SOURCE, "", "refuted", 0, 1, 0, 0, (HIT,), (), ())


def shown(changes: Changes) -> Hit:
    (hit,) = within(CHECKED, changes).hits
    return hit


def test_a_change_elsewhere_leaves_it_out() -> None:
    assert shown(Changes(False, ((2, 2),))).silenced == "unchanged"
    assert shown(Changes(False, ())).silenced == "unchanged"


def test_the_wrong_number_itself_stays_the_place() -> None:
    assert shown(Changes(False, ((3, 9),))) == HIT
    assert shown(Changes(True, ())) == HIT


def test_a_changed_premise_becomes_the_place() -> None:
    hit = shown(Changes(False, ((1, 1),)))
    assert (hit.place, hit.related, hit.silenced) == (FIRST, (SECOND,), "")
    assert "9 on line 3" in hit.message
