"""Percentages and multipliers beside two quantities: the standard relations tried, and the one that holds named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from auditor import show
from auditor.derivations.checks.arithmetic.arrow_shares import is_of_another
from auditor.derivations.checks.arithmetic.beside_the_pair import is_beside
from auditor.derivations.checks.arithmetic.completed import CHANGED_BY, completed
from auditor.derivations.checks.arithmetic.other_units import in_other_units, per_other_things
from auditor.derivations.checks.arithmetic.ratio_trial import Trial, agrees, fits, is_minus, trials
from auditor.derivations.checks.arithmetic.settings import names_settings
from auditor.derivations.checks.relations import (
    DROP,
    FALL,
    INVERSE,
    MULTIPLIERS,
    OF_PERCENTAGES,
    PERCENTAGES,
    RATIO,
    REST,
    RISE,
    SHARE,
    SURPLUS,
    asks,
)
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation, Input, Step, Tried
from auditor.derivations.exact_goals import with_exact_goals
from auditor.derivations.values import operands, program, words, worlds
from auditor.facts import Claim, Facts, Link
from auditor.interval import WHOLE
from auditor.quantity import Quantity

_FALLS = frozenset(
    {
        "lower", "less", "fewer", "smaller", "reduction", "reduced", "reduces", "reduce", "decrease", "decreased",
        "decreases", "fall", "falls", "fell", "drop", "drops", "dropped", "cut", "cuts", "lowers", "lowered", "shrinks",
        "降低", "减少", "下降", "缩短",
        "降幅", "giảm",
    }
)  # fmt: skip
_RISES = frozenset(
    {
        "higher", "more", "larger", "greater", "growth", "grew", "grows", "rise", "rises", "rose", "increase",
        "increased", "increases", "gain", "raise", "raises", "raised",
        "boosts", "boosted", "提升", "提高", "增加", "增长", "增幅", "tăng",
    }
)  # fmt: skip
_QUICKER = frozenset({"faster", "quicker", "shorter", "better"})
_TIME = (("second", 1),)
_SHARES = frozenset({"utilization", "utilisation", "usage", "used", "utilized", "utilised"})
_GROWTH = frozenset({"increase", "improvement", "gain", "higher", "more", "growth", "larger"})
_DECLINE = frozenset({"reduction", "improvement", "gain", "decrease", "lower", "less", "fewer", "smaller"})
"""Nouns and comparatives that make a percentage the change itself, not what the new value is of the old one."""
_IMPROVED = frozenset({"improvement", "improved", "improves", "improve", "gain"})
_SIGNS = ("+", "-", "−", "–")
_POINTS_POWER = 0.1
"""Between two percentages a third may be a level of its own, so that a match only confirms."""
_OTHERWISE = (names_settings, is_of_another, is_beside)
_SAID_OF_CHANGE = (*SURPLUS.stems, *DROP.stems, *RISE.stems)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that the text puts beside a pair of comparable quantities."""
    claims = with_exact_goals(facts)
    for link in map(partial(completed, facts), facts.claims.links):
        stated = claims[link.result].quantity if link.result is not None else None
        if stated is None or link.form == "by" or stated.unit.symbol not in ("%", "×"):
            continue
        derivation = _judge(claims, link, stated, rule)
        if derivation is None or not (derivation.holds or is_own_statement(facts, derivation.head)):
            continue
        if derivation.holds or not any(other(facts, link, stated) for other in _OTHERWISE):
            yield derivation


def _judge(claims: tuple[Claim, ...], link: Link, stated: Quantity, rule: str) -> Derivation | None:
    used = tuple(dict.fromkeys([*operands(link.first), *operands(link.second)]))
    quantities = [quantity for claim in used if (quantity := claims[claim].quantity) is not None]
    if stated.unit.symbol == "×" and any(quantity.value == 0 for quantity in quantities):
        return _no_ratio(claims, link, used, rule)
    link = _said_behind(claims, link)
    points = all(quantity.unit.symbol == "%" for quantity in (stated, *quantities))
    candidates = MULTIPLIERS if stated.unit.symbol == "×" else OF_PERCENTAGES if points else PERCENTAGES
    tried = [trial for world in worlds(quantities) for trial in trials(claims, link, candidates, world)]
    held = [trial for trial in tried if agrees(trial, stated)]
    known = sorted(tried, key=lambda trial: _oddness(trial, link))
    meant = [trial for trial in known if trial.standard.fits(link.words, link.form)]
    changed = [] if points or stated.unit.symbol != "%" else _of_change(claims, link, meant, known)
    fitting = [trial for trial in held if trial in changed or fits(trial.standard, link, stated)]
    if fitting and (fall := _is_slower(claims, link, stated, tried)) is not None:
        return _derivation(claims, link, used, rule, tried, fall, holds=False)
    if not fitting and (points or not tried or _is_excused(claims, link, stated, tried, held)):
        return None
    if fitting and changed and not any(trial in changed for trial in fitting):
        made = _derivation(claims, link, used, rule, tried, changed[0], holds=False)
        ratio = any(trial.standard in (SHARE, INVERSE) for trial in fitting)
        return replace(
            made, severity="warning", near_miss="it is the ratio of the two, not the change" if ratio else ""
        )
    made = _derivation(
        claims,
        link,
        used,
        rule,
        tried,
        (fitting or changed or _plain(link, stated, tried) or meant or tried)[0],
        holds=bool(fitting),
    )
    return replace(made, power=_POINTS_POWER) if points else made


def _is_excused(claims: tuple[Claim, ...], link: Link, stated: Quantity, tried: list[Trial], held: list[Trial]) -> bool:
    """Whether a percentage that no fitting relation gives may be right all the same, so that nothing is said of it."""
    if held:
        return not (
            _turned(held, link, stated) or _inverted(claims, held, link) or _is_of_new_value(held, link, stated)
        )
    if link.form == "than":
        # The number before the percentage need not be the one that is compared.
        return True
    if any(other.meets(stated.hull) for trial in tried for other in trial.otherwise):
        return True
    used = (*operands(link.first), *operands(link.second))
    return in_other_units(claims, link) or per_other_things(claims, used) or _is_told_behind(claims, used, tried)


def _is_told_behind(claims: tuple[Claim, ...], used: tuple[int, ...], tried: list[Trial]) -> bool:
    """Whether a number right behind a pair is its own: "costs 5 % and brings TTFT from 705 to 560 ms, 20.6 %"; "8 → 64
    is 6.8× on 8× the GPUs"."""
    last = claims[max(used)]
    behind = (claim.quantity for claim in claims[last.index + 1 : last.index + 3] if claim.block == last.block)
    own = (told for told in behind if told is not None and told.unit.symbol in ("%", "×"))
    return any(agrees(trial, told) for told in own for trial in tried)


def _plain(link: Link, stated: Quantity, tried: list[Trial]) -> list[Trial]:
    """The relations that a reader expects without any word: of a multiplier how many times the smaller the larger is,
    of a percentage with a sign behind an arrow the rise or the fall."""
    if stated.unit.symbol == "×" and not asks(("more", "higher"), link.words):
        return [trial for trial in tried if trial.standard in (RATIO, INVERSE) and (trial.shown.low or 0) >= 1]
    if link.form == "change" and stated.text.startswith(_SIGNS):
        return [trial for trial in tried if trial.standard is (FALL if (stated.value or 0) < 0 else RISE)]
    return []


def _of_change(claims: tuple[Claim, ...], link: Link, meant: list[Trial], known: list[Trial]) -> list[Trial]:
    """Of the relations that may be meant those that the word behind a percentage asks for, "150% increase", or the
    verb before it: "drops by 40% from 10 s to 6 s"."""
    if link.result is None or link.form not in ("change", "versus"):
        return []
    before, after = (text.lower() for text in (claims[link.result].label.before, claims[link.result].label.after))
    led = CHANGED_BY.search(before) is not None
    said = {*link.words.split(), *before.split()} if led else {after.split(" ", 1)[0]}
    rises, falls = not said.isdisjoint(_GROWTH | _RISES), not said.isdisjoint(_DECLINE | _FALLS)
    if not said.isdisjoint(_IMPROVED):
        rises, falls = True, not any(map(_is_rate, _amounts(claims, link)))
    asked = [*((SURPLUS, RISE) if rises else ()), *((DROP, FALL) if falls else ())]
    return [trial for trial in (known if led else meant) if trial.standard in asked]


def _amounts(claims: tuple[Claim, ...], link: Link) -> list[Quantity]:
    found = (claims[claim].quantity for claim in (*operands(link.first), *operands(link.second)))
    return [quantity for quantity in found if quantity is not None]


def _is_rate(quantity: Quantity) -> bool:
    """Whether more of it is better: so much a second, that is not a time."""
    return ("second", -1) in quantity.readings[0].unit.dimensions


def _fall(head: Claim, stated: Quantity) -> Step:
    given = (Input(head.name, stated.hull, head.index),)
    return Step("fall", head.text, -stated.hull, stated.unit.symbol, f"{given[0].name} neg", given)


def _said_behind(claims: tuple[Claim, ...], link: Link) -> Link:
    """The link with nothing but the noun behind the percentage, where it says which share: "25% utilization"."""
    after = claims[link.result].label.after.lower() if link.result is not None else ""
    return replace(link, words=after) if after in _SHARES else link


def _oddness(trial: Trial, link: Link) -> tuple[bool, bool, bool]:
    """How unlikely it is that the text means a relation: negative results, words that nothing asks for."""
    from_first = trial.standard in (RISE, FALL)
    return (
        trial.shown.high is not None and trial.shown.high < 0,
        not trial.standard.stems,
        from_first != (link.form == "change"),
    )


def _turned(held: list[Trial], link: Link, stated: Quantity) -> bool:
    """Whether only a rise gives what the text calls a fall, "33% lower" for 34 to 25.5, which is 25 % lower; or only a
    fall what it calls a rise; or only the ratio of the two what has the sign of a rise."""
    said = link.words.split()
    if stated.text.startswith("+"):
        # The words of a sentence may be those of another change.
        return all(trial.standard in (SHARE, INVERSE) for trial in held)
    falls, rises = any(word in _FALLS for word in said), any(word in _RISES for word in said)
    if falls and not asks(SURPLUS.stems, link.words):
        return all(trial.standard in (SURPLUS, RISE) for trial in held)
    return rises and not falls and all(trial.standard in (DROP, FALL, REST) for trial in held)


def _is_slower(claims: tuple[Claim, ...], link: Link, stated: Quantity, tried: list[Trial]) -> Trial | None:
    """The fall that a longer time is told as: "71.1 ms | 72.0 ms | 1.3% faster"; None where nothing is told so."""
    times = [quantity.readings[0].unit.dimensions == _TIME for quantity in _amounts(claims, link)]
    if link.form != "change" or not all(times) or _QUICKER.isdisjoint(link.words.split()):
        return None
    fall = next((trial for trial in tried if trial.standard is FALL), None)
    longer = fall is not None and fall.shown.high is not None and fall.shown.high < 0
    return fall if longer and not stated.text.startswith(_SIGNS) else None


def _inverted(claims: tuple[Claim, ...], held: list[Trial], link: Link) -> bool:
    """Whether the whole over its part is what is given as the share: "45 GB (142% of 64 GB)"."""
    if link.form != "of" or link.result is None or any(trial.standard is not INVERSE for trial in held):
        return False
    said = claims[link.result].label.after.lower().split()[:1]
    return claims[link.result].text.endswith("%") and not asks(_SAID_OF_CHANGE, " ".join(said))


def _is_of_new_value(held: list[Trial], link: Link, stated: Quantity) -> bool:
    """Whether only the new value as the base gives a percentage with a sign: −25% for 100 to 80."""
    signed = stated.unit.symbol == "%" and stated.text.startswith(_SIGNS)
    return signed and link.form == "change" and all(trial.standard in (SURPLUS, DROP, REST) for trial in held)


def _no_ratio(claims: tuple[Claim, ...], link: Link, used: tuple[int, ...], rule: str) -> Derivation:
    assert link.result is not None
    stated, pair = claims[link.result].text, f"{words(link.first, claims)} and {words(link.second, claims)}"
    return Derivation(
        rule=rule,
        head=link.result,
        premises=used,
        holds=False,
        stated=f"{stated} ({pair})",
        expected="no finite ratio to a value printed as zero",
        interval=WHOLE,
        basis=Basis.ARITHMETIC,
        message=f"{stated} cannot follow from {pair}: one of them is printed as zero.",
        reservation="nothing can be divided by zero",
    )


def _derivation(
    claims: tuple[Claim, ...],
    link: Link,
    used: tuple[int, ...],
    rule: str,
    tried: list[Trial],
    shown: Trial,
    *,
    holds: bool,
) -> Derivation:
    assert link.result is not None
    head = claims[link.result]
    quantity = head.quantity
    assert quantity is not None
    unit = quantity.readings[0].unit
    put_in = {"first": words(link.first, claims), "second": words(link.second, claims)}
    values = " ".join(put_in.get(word, word) for word in shown.standard.formula.split())
    sides = {"a": program(link.first), "b": program(link.second)}
    steps = " ".join(sides.get(step, step) for step in shown.standard.program.split())
    by_name = {trial.standard.name: trial for trial in reversed(tried)}
    return Derivation(
        rule=rule,
        head=link.result,
        premises=used,
        holds=holds,
        stated=head.text,
        expected=show.interval(shown.shown, unit),
        interval=shown.result,
        basis=Basis.ARITHMETIC,
        steps=(Step(shown.standard.formula, values, shown.result, unit.symbol, steps, shown.inputs),),
        tried=tuple(
            Tried(name, trial.result, trial.result.meets(quantity.hull)) for name, trial in reversed(by_name.items())
        ),
        compared=_fall(head, quantity) if is_minus(shown, quantity) else None,
    )
