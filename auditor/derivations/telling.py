"""A trial told as a derivation: the working, what was tried, what would cure a conflict, and a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from auditor import patterns as re
from auditor import show
from auditor.derivations.agreement import slip
from auditor.derivations.at_hand import at_hand
from auditor.derivations.candidate import Cells
from auditor.derivations.chain import remainder_steps, steps
from auditor.derivations.cures import cures
from auditor.derivations.derivation import VOID, Basis, Bound, Derivation, Later, Step, Supporting, Tried
from auditor.derivations.forks import Fork
from auditor.derivations.mixed import needs_both_readings
from auditor.derivations.outside import is_given
from auditor.derivations.sentence import sentence
from auditor.derivations.trials import Trial
from auditor.facts import Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.rulebook import Rule, Rulebook
from auditor.units import NUMBER

_SAME = re.compile(r"\w+ = \w+")
"""The condition of a convention in which two symbols are one thing: "replicas = data"."""
_ZERO = Interval.point(0)
_REMAINDER = Step("remainder", "0", _ZERO, "", "0")
"""What is compared where a relation is not solved for the stated value: left side minus right, with 0."""
_BOUNDS = {bound.value: bound for bound in Bound}


@dataclass(frozen=True, slots=True)
class Known:
    """What a telling may draw on beside the trials: the rules, and what is known in the situation."""

    rulebook: Rulebook
    cells: Cells

    def further(self, rule: Rule, symbols: Iterable[str], fork: Fork) -> dict[str, Interval] | None:
        """Values of the symbols that a filling leaves out, each the only one stated, else its default; None if one has
        none.
        """
        found = {}
        for symbol in symbols:
            if symbol in fork.values:
                continue
            variable = rule.variables[symbol]
            stated = {each.interval for each in self.cells.at((variable.concept, variable.scope)) if each.claims}
            if not stated and variable.default is not None:
                stated = {Interval.point(variable.default)}
            if len(stated) != 1:
                return None
            found[symbol] = stated.pop()
        return found


def told(fact: Fact, trials: Iterable[Trial], chosen: Trial, facts: Facts, known: Known) -> Derivation:
    """The derivation of a fact by the trial that was chosen among all."""
    if chosen.holds and chosen.convention.tier == 1:
        return _supporting(fact, trials, chosen, facts)
    return _objecting(fact, list(trials), chosen, facts, known)


@dataclass(frozen=True, slots=True, eq=False)
class _Agreeing:
    """A number that a trial gives: what its derivation is told from."""

    fact: Fact
    chosen: Trial
    trials: Iterable[Trial]
    facts: Facts

    def fields(self) -> Mapping[str, object]:
        """What only a reader sees."""
        rule, fork = self.chosen.plan.rule, self.chosen.fork
        typical = fork.typical or rule.bound == "typical"
        return {
            "expected": _expected(self.fact, self.chosen),
            "tried": _tried(self.trials),
            "assumptions": fork.assumptions,
            "severity": _severity(self.fact, self.chosen, self.facts, typical=typical),
            "outside": fork.outside,
        }

    def steps(self) -> tuple[Step, ...]:
        """The working."""
        return _steps(self.fact, self.chosen)


def _supporting(fact: Fact, trials: Iterable[Trial], chosen: Trial, facts: Facts) -> Derivation:
    rule, fork = chosen.plan.rule, chosen.fork
    return Supporting(
        _Agreeing(fact, chosen, trials, facts),
        rule=rule.id,
        head=fact.claim.index,
        premises=tuple(sorted(fork.claims)),
        holds=True,
        stated=fact.claim.text,
        interval=chosen.result,
        bound=_BOUNDS[rule.bound],
        basis=Basis.DERIVATION,
        power=VOID if is_bound(chosen) or needs_both_readings(fact, chosen, facts) else None,
        compared=None if chosen.solved else _REMAINDER,
    )


def _objecting(fact: Fact, trials: list[Trial], chosen: Trial, facts: Facts, known: Known) -> Derivation:
    rule, symbol = chosen.plan.rule, chosen.plan.variable.symbol
    slipped = chosen.solved and slip(chosen.result, fact.quantity.hull) is not None
    missed = _near_miss(fact, symbol, chosen, known)
    meant = usual(fact, trials, chosen)
    if not (chosen.holds or slipped or missed):
        # What the number would have to be and its working are of one convention.
        chosen = meant
    chosen = replace(chosen, fork=at_hand(chosen.fork, fact, facts))
    expected = _expected(fact, meant if chosen.holds else chosen)
    typical = (chosen.fork.typical or rule.bound == "typical") and not (slipped or missed)
    return Derivation(
        rule=rule.id,
        head=fact.claim.index,
        premises=tuple(sorted(chosen.fork.claims)),
        holds=False,
        stated=fact.claim.text,
        expected=expected,
        interval=chosen.result,
        bound=_BOUNDS[rule.bound],
        basis=Basis.DERIVATION,
        kind="unit" if slipped else "",
        severity=_severity(fact, chosen, facts, typical=typical, slipped=slipped),
        steps=Later(partial(_steps, fact, chosen)),
        tried=_tried(trials),
        assumptions=chosen.fork.assumptions,
        near_miss=missed,
        cures=cures(fact, symbol, meant if chosen.holds else chosen, facts),
        message=sentence(fact, symbol, chosen, expected, facts, known.rulebook.vocabulary, meant),
        outside=chosen.fork.outside,
        compared=None if chosen.solved else _REMAINDER,
        reservation=_reservation(fact, chosen),
        alternatives=tuple(t.fork.claims for t in trials if not t.holds and not t.fork.loose),
        also=tuple(sorted(meant.fork.claims - chosen.fork.claims)) if chosen.holds else (),
    )


def _tried(trials: Iterable[Trial]) -> tuple[Tried, ...]:
    return tuple(Tried(each.convention.name, each.result, each.holds) for each in trials if each.convention.name)


def is_bound(chosen: Trial) -> bool:
    """Whether many other values would hold as well, so that holding supports nothing by itself."""
    rule = chosen.plan.rule
    return not chosen.solved or rule.bound in ("lower", "upper") or chosen.convention.relation.operator != "="


def _steps(fact: Fact, chosen: Trial) -> tuple[Step, ...]:
    if chosen.solved:
        return steps(chosen.plan, chosen.fork, chosen.result)
    return remainder_steps(chosen.plan, chosen.fork, fact, chosen.result)


def _expected(fact: Fact, meant: Trial) -> str:
    form = meant.plan.form
    if form is None:
        return show.interval(meant.result, NUMBER)
    return show.interval(form(meant.fork.nominal), fact.quantity.readings[0].unit)


def _reservation(fact: Fact, chosen: Trial) -> str:
    if chosen.holds:
        return "only an unusual convention gives it"
    return "a condition is not met" if chosen.solved and chosen.result.meets(fact.quantity.hull) else ""


def usual(fact: Fact, trials: list[Trial], chosen: Trial) -> Trial:
    """What a usual convention gives, to show what the stated value would have to be: the one that leaves out least, and
    counts nothing twice."""
    points = [trial for trial in trials if trial.meant and trial.convention.tier == 1 and trial.result.is_point]

    filled = (each for trial in points for each in trial.fork.filled.items())
    stated = {symbol: candidate.interval for symbol, candidate in filled if candidate.claims}

    def fullness(trial: Trial) -> tuple[bool, int, int, int]:
        same = (each for each in trial.convention.when if _SAME.fullmatch(each.text))
        once = any(stated.keys() >= set(each.symbols) and each.admits(stated) for each in same)
        # Of those that rest on as many premises a rule names the usual one first.
        order = trial.plan.rule.conventions.index(trial.convention)
        return once, len(trial.fork.claims), -order, -sum(abs(claim - fact.claim.index) for claim in trial.fork.claims)

    return max(points, key=fullness, default=chosen)


def _severity(fact: Fact, chosen: Trial, facts: Facts, *, typical: bool, slipped: bool = False) -> str:
    """Milder than the rule's own where the value is only unusual, rests on what is not stated, or was given so.

    A power of a thousand between the two is no question of what was taken for granted.
    """
    if typical:
        return "note"
    unstated = bool(chosen.fork.assumptions) and not slipped
    return "warning" if chosen.holds or unstated or is_given(fact, facts) else ""


def _near_miss(fact: Fact, symbol: str, chosen: Trial, known: Known) -> str:
    """What the rule knows as a usual slip, if it gives the stated value."""
    rule = chosen.plan.rule
    for slip_of_hand in known.rulebook.page(rule.id).near_misses:
        form = slip_of_hand.relation.forms.get(symbol)
        further = None if form is None else known.further(rule, form.inputs, chosen.fork)
        if form is None or further is None:
            continue
        if rule.bound == "typical":
            # Here the slip is what makes a mere estimate worth a word: it has to give the number as it is printed, from
            # the same values.
            if not chosen.fork.values.keys() >= set(form.inputs):
                continue
            gives = form({**further, **chosen.fork.nominal}).meets(fact.quantity.readings[0].interval)
        else:
            gives = form({**further, **chosen.fork.values}).meets(fact.quantity.hull)
        if gives:
            return slip_of_hand.says
    return ""
