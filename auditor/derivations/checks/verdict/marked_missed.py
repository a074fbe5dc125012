"""All requirements said to be met, where the report's own table marks one of them as missed, and rightly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.checks.ticked import keeps, ticked
from auditor.derivations.checks.verdict.requirement import comparisons
from auditor.derivations.checks.verdict.row_limit import limit_and_value
from auditor.derivations.checks.verdict.satisfaction import general, said, topics
from auditor.derivations.derivation import Derivation
from auditor.facts import Claim, Extent, Facts, Polarity

_ALL = re.compile(r"\b(?:all|every|each)\b|全部|所有|均|toàn bộ|mọi|tất cả", re.IGNORECASE)
_EXCEPT = re.compile(
    r"\b(?:except|but|apart from|besides|other than|remaining|once|after|when|if|will|would|should|could|original\w*"
    r"|previous\w*|not|no longer|corrected|with)\b|除|若|如果|修正后|ngoại trừ|nếu|sau khi",
    re.IGNORECASE,
)
"""Words of a sentence that leave something out, or speak of another version."""

_Missed = tuple[Claim, Claim, Claim]
"""A limit, the value that breaks it, and the mark that says so."""


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each such sentence behind the table, if nothing else has been found against it."""
    blocks = facts.claims.document.blocks
    told = {each.head for each in found if not each.holds}
    marks = [mark for mark, numbers in general(facts) if not numbers and not topics(facts, mark)]
    marks = [mark for mark in marks if mark.index not in told and _ALL.search(mark.text)]
    missed = list(_missed(facts)) if marks else []
    for mark in marks:
        before = [each for each in missed if each[2].index < mark.index]
        if len(before) == 1 and not _EXCEPT.search(blocks[mark.block].text) and not _is_mended(before[0], facts):
            yield _derivation(mark, before[0], rule)


def _missed(facts: Facts) -> Iterator[_Missed]:
    """The rows and lines with a cross whose value breaks their limit."""
    yield from _missed_in_lines(facts)
    lone = {claim.index for claim, _ in lone_quantities(facts)}
    for ground in facts.claims.grounds:
        crossed = ground.extent is Extent.ROW and all(mark.polarity is Polarity.BAD for mark in ground.marks)
        if not crossed or not ground.marks:
            continue
        pair = limit_and_value([facts.claims.all[index] for index in ground.numbers if index in lone])
        if pair is not None and not _keeps(*pair):
            yield (*pair, ground.marks[0])


def _missed_in_lines(facts: Facts) -> Iterator[_Missed]:
    """Those of a line that holds what is reached and what is asked: "TPOT: 61 ms (target 50 ms) ❌"."""
    crossed = [
        ground
        for ground in facts.claims.grounds
        if ground.extent is Extent.LINE and ground.marks and all(mark.polarity is Polarity.BAD for mark in ground.marks)
    ]
    for ground in crossed:
        own = set(ground.numbers)
        failing = [
            each
            for each in comparisons(facts, tied=True)
            if {each.reached.claim.index, each.need.claim.index} <= own and not each.holds
        ]
        if len(failing) == 1:
            yield failing[0].need.claim, failing[0].reached.claim, ground.marks[0]


def _keeps(limit: Claim, value: Claim) -> bool:
    return limit.quantity is None or value.quantity is None or keeps(value.quantity, limit.quantity)


def _is_mended(missed: _Missed, facts: Facts) -> bool:
    """Whether a later row of the same name has another value: that of a corrected version."""
    row = missed[1].label.row
    return any(
        claim.index > missed[2].index and claim.label.row == row and claim.block != missed[1].block
        for claim in facts.claims.all
        if row
    )


def _derivation(mark: Claim, missed: _Missed, rule: str) -> Derivation:
    limit, value, cross = missed
    told = f"{value.text} against {limit.text}"
    return replace(
        ticked(limit, value, cross, rule, holds=False),
        head=mark.index,
        premises=(limit.index, value.index, cross.index),
        stated=mark.text,
        expected=f"{told} is marked {cross.text}",
        message=f"{said(mark)}, but the report itself marks {told} with {cross.text}.",
    )
