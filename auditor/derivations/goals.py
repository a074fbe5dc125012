"""What shall be reached and what is reached: the readings under which the one can be held against the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.agreement import Outcome, compare
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import FALLING, GOALS, MEMORY, OF_ALL, RISING, is_goal
from auditor.derivations.derivation import Input, Step
from auditor.derivations.exact_goals import exact
from auditor.derivations.once import once
from auditor.derivations.outside import without_gpu
from auditor.derivations.values import Value, dimensions_of
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality

_BOUNDS = frozenset({"minimum", "maximum", "limit"})
"""Roles of a number of GPUs that is not the one in use."""
_RATES = frozenset({"throughput", "request_rate"})
"""What all GPUs reach together is the sum of what each does."""
_STATISTIC = re.compile(r"\b(?:mean|average|avg|median|max|min|p\d\d(?:\.\d)?)\b", re.IGNORECASE)
_AIM = re.compile(r"(?:\A|[.;:!?]\s+|\n\W*)To [a-z]+ [^.;\n]*?\d[^;\n,]*, [^.;\n\d]*\Z")
_SENTENCE = 160
_NOT_REACHED = frozenset({"theoretical", "headroom", "saved"})
_WRONG_END = {"≥": "maximum", "≤": "minimum"}
"""What says nothing of whether a requirement is kept: the most of what shall be at least so much."""

OWN = frozenset(
    {
        "current", "corrected", "revised", "optimised", "improved", "proposed", "recommended", "after", "inference",
        "prefill", "decode",
    }
)  # fmt: skip
"""Situations that a verdict on the plan speaks of; what holds in others, such as a previous one, does not count."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to hold a reached value against a requirement."""

    asked: Interval
    """What the head has to keep, in base units."""
    reached: Interval
    steps: tuple[Step, ...]
    """How `asked` comes about; the last gives it."""
    compared: Step | None
    """How `reached` comes about, where it is not simply what is stated."""
    gpus: Fact | None
    holds: bool
    just: bool
    """Whether the two numbers, as printed, come to the same."""


@dataclass(frozen=True, slots=True)
class Held:
    """A reached value against a requirement on the same quantity."""

    reached: Fact
    need: Fact
    relation: str
    """`≤` or `≥`."""
    readings: tuple[Reading, ...]
    """At least one."""

    @property
    def best(self) -> Reading:
        """The first that holds, else the first."""
        return next((reading for reading in self.readings if reading.holds), self.readings[0])

    @property
    def holds(self) -> bool:
        """Whether the requirement is kept under some reading."""
        return any(reading.holds for reading in self.readings)

    @property
    def just(self) -> bool:
        """Whether under every reading it is kept with nothing to spare, or not at all."""
        return all(reading.just or not reading.holds for reading in self.readings)


@once
def goals(facts: Facts) -> Sequence[Fact]:
    """The requirements that a document states for itself."""
    return [
        fact
        for fact in facts.all
        if fact.known and fact.stance is Stance.ASSERTED and (fact.role in GOALS or is_goal(fact))
        if not _is_means(fact, facts)
    ]


def _is_means(fact: Fact, facts: Facts) -> bool:
    """Whether a number is what another aim would take: "To reach $0.80, 3,333 tokens/s are needed"."""
    text = facts.claims.document.blocks[fact.claim.block].text
    before = text[max(fact.claim.start - _SENTENCE, 0) : fact.claim.start]
    return _AIM.search(before) is not None


def is_reached(fact: Fact) -> bool:
    """Whether a number says what a deployment reaches."""
    if not fact.known or fact.stance is not Stance.ASSERTED or fact.role in GOALS | _NOT_REACHED:
        return False
    return not is_goal(fact) or fact.role == "achieved"


def held(fact: Fact, need: Fact, gpus: Gpus, *, beside: bool = False) -> Held | None:
    """A reached value against a requirement; None where they are not known to be of one quantity.

    `beside`: whether the text sets the two against each other, so that equal ones are no repetition.
    """
    relation = direction(need)
    if not relation or fact.role == _WRONG_END[relation] or fact.concept != need.concept:
        return None
    if relation == "≤" and fact.role == "available":
        # "Requires at most 20 GB/s": there may be more than that.
        return None
    if not set(need.scenario) <= set(fact.scenario) or _differ_in_statistic(fact, need):
        return None
    if without_gpu(dimensions_of(fact)) != without_gpu(dimensions_of(need)) or (_restates(fact, need) and not beside):
        return None
    readings = tuple(_readings(fact, need, relation, gpus))
    return Held(fact, need, relation, readings) if readings else None


def held_by_name(fact: Fact, need: Fact, gpus: Gpus) -> Held | None:
    """The same for two that the text itself ties together, whatever either is called and counted per."""
    relation = direction(need)
    if not relation or fact.role == _WRONG_END[relation] or _restates(fact, need):
        return None
    readings = tuple(_readings(fact, need, relation, gpus))
    if not readings and not fact.scope:
        readings = (_reading(fact, need, relation, None),)
    return Held(fact, need, relation, readings) if readings else None


def by_sign(fact: Fact, need: Fact) -> Held | None:
    """A reached value against a requirement whose printed sign asks for more of what should be little: "TTFT ≥ 2 s".

    None where the sign is the usual one, or the two are not of one quantity.
    """
    turned = need.quantity.modality in (Modality.AT_LEAST, Modality.MORE_THAN) and need.concept in FALLING
    if not turned or fact.concept != need.concept or fact.scope != need.scope or _differ_in_statistic(fact, need):
        return None
    return Held(fact, need, "≥", (_reading(fact, need, "≥", None),))


def _differ_in_statistic(fact: Fact, need: Fact) -> bool:
    """Whether one is a mean and the other a tail: "TTFT, mean ≤ 1 s" says nothing of a P95."""
    said = [frozenset(found.lower() for found in _STATISTIC.findall(" ".join(_label(each)))) for each in (fact, need)]
    return all(said) and said[0].isdisjoint(said[1])


def _label(fact: Fact) -> tuple[str, ...]:
    label = fact.claim.label
    return label.key, label.row, label.column, label.before, label.after


def _restates(fact: Fact, need: Fact) -> bool:
    """Whether a number only repeats what is asked for."""
    return fact.role != "achieved" and fact.quantity.hull == need.quantity.hull and fact.scope == need.scope


def direction(need: Fact) -> str:
    """How what is reached must stand to a requirement: `≤`, `≥`; empty where that is not clear."""
    if need.quantity.modality in (Modality.AT_MOST, Modality.LESS_THAN):
        return "" if need.concept in RISING else "≤"
    if need.quantity.modality in (Modality.AT_LEAST, Modality.MORE_THAN):
        return "" if need.concept in FALLING | MEMORY or need.concept == "memory_utilisation" else "≥"
    if need.role == "limit" and need.concept in RISING:
        return ""
    if need.concept in FALLING or (need.role == "limit" and need.concept not in RISING):
        return "≤"
    return "≥" if need.concept in RISING else ""


def bounded(need: Fact, relation: str) -> str:
    """The sign of the bound and a space, where the requirement's own words do not say it."""
    return f"{relation} " if need.quantity.is_plain else ""


def _readings(fact: Fact, need: Fact, relation: str, gpus: Gpus) -> Iterator[Reading]:
    same = fact.scope == need.scope or (fact.scope in OF_ALL and need.scope in OF_ALL)
    if same:
        yield _reading(fact, need, relation, None)
        return
    scopes = {fact.scope, need.scope}
    if need.concept not in _RATES or not scopes <= {"", "gpu", "total"}:
        return
    count = gpus.of(fact) or gpus.of(need)
    if "" in scopes:
        yield _reading(fact, need, relation, None)
    if count is not None:
        yield _reading(fact, need, relation, count)


def _reading(fact: Fact, need: Fact, relation: str, count: Fact | None) -> Reading:
    """Without a count the numbers as they stand; with one both of them for all GPUs."""
    named = exact(need.quantity).hull if need.quantity.modality is Modality.EXACT else need.quantity.hull
    given = claim_step(need.claim, named, "requirement", need.quantity.unit.symbol)
    asked, reached, compared = named, fact.quantity.hull, None
    steps: tuple[Step, ...] = (given,)
    own = _plain(fact) if fact.quantity.is_plain else None
    wanted = _plain(need)
    if count is not None:
        times, product = _times(need, given, count, fact.quantity.unit.symbol)
        if fact.scope == "gpu":
            compared = _own(fact, count)
            reached = compared.result
            own = None if own is None else own * product
        else:
            asked, steps = times.result, (given, times)
            wanted = None if wanted is None else wanted * product
    outcome = compare(_value(reached), _value(asked), relation).outcome
    return Reading(asked, reached, steps, compared, count, outcome is Outcome.HOLDS, own is not None and own == wanted)


def _times(need: Fact, given: Step, count: Fact, unit: str) -> tuple[Step, Fraction]:
    number = count.quantity.hull
    inputs = (Input("asked", given.result, step=0), Input("gpus", number, count.claim.index))
    words = f"{need.claim.text} × {count.claim.text}"
    step = Step("requirement of each GPU × GPUs", words, given.result * number, unit, "asked gpus *", inputs)
    return step, number.low or Fraction(0)


def _own(fact: Fact, count: Fact) -> Step:
    name = fact.claim.name
    inputs = (Input(name, fact.quantity.hull, fact.claim.index), Input("gpus", count.quantity.hull, count.claim.index))
    value = fact.quantity.hull * count.quantity.hull
    words = f"{fact.claim.text} × {count.claim.text}"
    return Step("reached by each GPU × GPUs", words, value, fact.quantity.unit.symbol, f"{name} gpus *", inputs)


class Gpus:
    """The numbers of GPUs of a document."""

    def __init__(self, facts: Facts) -> None:
        self._counts = [fact for fact in facts.all if fact.concept == "gpus" and _is_in_use(fact)]
        self._known: dict[tuple[str, ...], Fact | None] = {}

    def of(self, fact: Fact) -> Fact | None:
        """The number of GPUs of a statement's situation, if the report is of one mind about it."""
        scenario = fact.scenario
        if scenario not in self._known:
            own = [each for each in self._counts if each.scenario == scenario]
            found = own or [each for each in self._counts if set(each.scenario) < set(scenario)]
            agreed = len({each.quantity.hull for each in found}) == 1
            self._known[scenario] = found[0] if agreed else None
        return self._known[scenario]


def _is_in_use(count: Fact) -> bool:
    told = count.stance in (Stance.ASSERTED, Stance.PROPOSED) and count.role not in _BOUNDS
    return told and count.scope in OF_ALL and count.quantity.hull.is_point


def _plain(fact: Fact) -> Fraction | None:
    """The number itself, in base units; None for a range."""
    value = fact.quantity.value
    return None if value is None else value * fact.quantity.readings[0].unit.factor


def _value(interval: Interval) -> Value:
    return Value(interval, interval, (), bare=False)
