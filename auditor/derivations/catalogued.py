"""Figures of the catalogues: taken for granted where a report names a model or accelerator and says no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.candidate import Candidate, Cells
from auditor.derivations.concepts import spoken
from auditor.derivations.implausible import is_impossible
from auditor.derivations.workings import written
from auditor.facts import Fact, Facts, Figure, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.text import line_start

_ASSUMED = "{concept} of {of} taken as {text}, by the catalogue"
_COUNTS = frozenset(
    {
        "layers", "hidden_size", "attention_heads", "kv_heads", "head_dim", "ffn_hidden", "expert_hidden", "experts",
        "experts_per_token", "vocabulary",
    }
)  # fmt: skip
"""What a model has exactly."""
_LEAST = {
    "gpu_memory": Fraction(9, 10),
    "memory_bandwidth": Fraction(1, 2),
    "peak_flops": Fraction(1, 10),
    "parameters": Fraction(9, 10),
}
"""The share of the least figure that may be stated of a variant: usable memory, a bandwidth that is reached."""
_RATED = frozenset({"gpu_memory", "memory_bandwidth", "peak_flops"})
"""What an accelerator is rated by."""
_MOST = Fraction(103, 100)
_SMALLEST = 8 * 10**9
"""Bytes: a part of a memory has less, no accelerator for language models does."""
_MOE_LAYERS = "moe_layers"
"""Layers of one sort, which nothing is worked out from: some reports count them otherwise."""
_LINK = "interconnect_bandwidth"
_LINKED = "nvlink"
_NEAR = 24
"""Characters before the bracket or number that may name the link: "NVLink 3.0 (600 GB/s)"."""
_LINE = 200
_MODEL = re.compile(r"\b(?!Top-)[A-Z][A-Za-z]{2,15}\d{0,2}-\d{1,3}(?:\.\d{1,2})?[A-Za-z]?\b")
"""A name with its generation or size behind it: "GLM-4.5", "Falcon-40B"."""
_BEFORE = 4
"""Numbers before one in which there may be a count of what it is of."""
_BITS = Fraction(8)
_MILLION = 10**6
_NUMBER = r"(?:(?:num|number of|total|n|routed|hidden|transformer|decoder|model) )*"
_NAMED = {
    "layers": re.compile(_NUMBER + r"layers(?: count)?|层数|số lớp"),
    "experts": re.compile(_NUMBER + r"experts(?: (?:per|in each) layer)?|专家数"),
    "attention_heads": re.compile(_NUMBER + r"(?:attention|query) heads|注意力头数?"),
    "kv_heads": re.compile(_NUMBER + r"(?:kv|key[ -/]value) heads|kv 头数?"),
}
"""What a count is called where its name says nothing else."""
_PREFIXES = (Fraction(1000), Fraction(1, 1000))
_APART = frozenset({"limit", "required", "achieved", "headroom", "saved", "minimum"})
"""Roles of numbers that are not what a thing has."""


def assume(cells: Cells, figures: tuple[Figure, ...]) -> None:
    """Add the figures of which nothing is stated, each as an assumption.

    A model of which some count is stated otherwise is a variant, or the count a part's: its counts are not assumed.
    """
    own = {figure.of for figure in figures if figure.concept in _COUNTS and _is_other(cells, figure)}
    for figure in figures:
        if figure.concept == _MOE_LAYERS or (figure.concept in _COUNTS and figure.of in own):
            continue
        if (figure.concept, figure.scope) not in cells and (figure.concept, "") not in cells:
            name = spoken(figure.concept)
            text = _ASSUMED.format(concept=name, of=figure.of, text=figure.text)
            cells.add(
                (figure.concept, figure.scope),
                Candidate(figure.hull, frozenset(), assumptions=(text,), text=figure.text),
            )


def _is_other(cells: Cells, figure: Figure) -> bool:
    """Whether a count of a model is stated, and never as the catalogue has it."""
    stated = [each.interval for scope in {figure.scope, ""} for each in cells.at((figure.concept, scope))]
    return bool(stated) and not any(value.meets(one) for value in stated for one in figure.values)


def is_miscounted(fact: Fact, facts: Facts) -> bool:
    """Whether a count is none that a named model has."""
    figures = [each for each in facts.figures if each.concept == fact.concept and fact.concept in _COUNTS]
    return bool(figures) and not any(_fits(fact, figure) for figure in figures)


def trusted(facts: Facts) -> tuple[Figure, ...]:
    """The figures of what the report's own numbers do not contradict: of a chip that it made up, none.

    One that only takes bits for bytes made up no chip.
    """
    false = {figure.of for fact, figure in contradictions(facts) if not in_bits(fact.quantity.hull, figure)}
    false |= _others(facts)
    return tuple(figure for figure in facts.figures if figure.of not in false)


def contradictions(facts: Facts) -> Iterator[tuple[Fact, Figure]]:
    """The first statement of each figure that no statement of the report agrees with."""
    worked_out = written(facts) if facts.figures else frozenset()
    others, told = _others(facts), _told(facts)
    for figure in facts.figures:
        if figure.of in others or figure.concept == _MOE_LAYERS:
            continue
        known = told.get(figure.concept, ())
        stated = [fact for fact in known if _is_of(fact, figure) and fact.claim.index not in worked_out]
        stated = [fact for fact in stated if fact.quantity.modality is not Modality.RANGE and _may_be(fact, facts)]
        if any(_fits(fact, figure) for fact in stated):
            continue
        stated = [f for f in stated if not (_is_of_sort(f, figure, facts) or _is_of_unlisted(f, figure, facts))]
        stated = [fact for fact in stated if not _is_of_all(fact, figure, facts)]
        if stated:
            yield stated[0], figure


def miscopied(facts: Facts) -> Iterator[tuple[Fact, Figure]]:
    """Each count of the one model that is named which a report states once as the catalogue has it, and here otherwise.

    Only one that its own key or row names is surely of the model, and not of a part of it.
    """
    counts = [figure for figure in facts.figures if figure.concept in _COUNTS]
    if len({figure.of for figure in counts}) != 1 or _others(facts):
        return
    worked_out, told = written(facts), _told(facts)
    for figure in counts:
        own = [fact for fact in told[figure.concept] if _is_of(fact, figure)]
        wrong = [fact for fact in own if not _fits(fact, figure) and fact.claim.index not in worked_out]
        named = [f for f in wrong if _is_counted(f, facts) and not _is_of_unlisted(f, figure, facts)]
        if len(wrong) < len(own) and len({fact.quantity.value for fact in named}) == 1:
            yield named[0], figure


def _may_be(fact: Fact, facts: Facts) -> bool:
    """Whether a number can be what its label names; of a count that a key names a wrong one can, however large."""
    return not is_impossible(fact) or _is_counted(fact, facts)


def _is_counted(fact: Fact, facts: Facts) -> bool:
    """Whether a key or row is nothing but the name of a count, and the number the first behind it."""
    claims, label, named = facts.claims.all, fact.claim.label, _NAMED.get(fact.concept)
    key = (label.key or label.row).lower().replace("_", " ").strip("*`\"' ")
    if named is None or len(key) > _NEAR or named.fullmatch(key) is None:
        return False
    before = claims[fact.claim.index - 1] if fact.claim.index else None
    first = before is None or before.block != fact.claim.block or before.label.key != label.key
    plain = fact.quantity.whole and fact.quantity.modality is Modality.EXACT and fact.claim.text[-1:].isdigit()
    return plain and first and not label.before and fact.quantity.value is not None and fact.quantity.value < _MILLION


def _is_of_all(fact: Fact, figure: Figure, facts: Facts) -> bool:
    """Whether it is what so many have that its line counts: "8 × MI300X, 192 GB each → 1,536 GB"."""
    counts = (
        c.quantity
        for c in facts.claims.all[max(fact.claim.index - _BEFORE, 0) : fact.claim.index]
        if c.block == fact.claim.block
    )
    several = [q.value for q in counts if q is not None and q.whole and q.value is not None and q.value > 1]
    return any(fact.quantity.hull.meets(one.scale(count)) for count in several for one in figure.values)


def _is_of_sort(fact: Fact, figure: Figure, facts: Facts) -> bool:
    """Whether a text counts the layers with experts, or those without, as just so many layers: "over 58 layers"."""
    label = fact.claim.label
    if figure.concept != "layers" or label.key or label.row or label.column:
        return False
    sparse = [
        one for each in facts.figures if (each.concept, each.of) == (_MOE_LAYERS, figure.of) for one in each.values
    ]
    dense = [layers - one for layers in figure.values for one in sparse]
    return any(fact.quantity.hull.meets(one) for one in (*sparse, *dense))


def _is_of_unlisted(fact: Fact, figure: Figure, facts: Facts) -> bool:
    """Whether the last model that its line names before a count is one that no catalogue has: "GLM-4.5 (92 layers)"."""
    text = facts.claims.document.blocks[fact.claim.block].text
    start = line_start(text, fact.claim.start)
    names = _MODEL.findall(text, max(start, fact.claim.start - _LINE), fact.claim.start)
    return figure.concept in _COUNTS and bool(names) and _letters(names[-1]) not in _letters(figure.of)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def agreements(facts: Facts) -> Iterator[tuple[Fact, Figure, Interval]]:
    """Each statement of a figure that is just what one of the variants has, with that."""
    others, told = _others(facts), _told(facts)
    for figure in facts.figures:
        for fact in told.get(figure.concept, ()) if figure.of not in others else ():
            text = facts.claims.document.blocks[fact.claim.block].text
            near = text[max(0, fact.claim.start - _NEAR) : fact.claim.start].rpartition(")")[2]
            exact = fact.quantity.is_plain and _is_of(fact, figure, near)
            value = next((one for one in figure.values if exact and fact.quantity.hull.meets(one)), None)
            if value is not None:
                yield fact, figure, value


def _others(facts: Facts) -> frozenset[str]:
    """Models of the catalogue that the report names, while the size it states is another one's."""
    sizes = [figure for figure in facts.figures if figure.concept == "parameters"]
    stated = [fact for fact in facts.all if fact.concept == "parameters"] if sizes else []
    return frozenset(
        figure.of for figure in sizes for fact in stated if _is_of(fact, figure) and _is_of_another(fact, figure)
    )


def _told(facts: Facts) -> Mapping[str, list[Fact]]:
    """What a report asserts of whatever the catalogues have figures of, by concept."""
    told: dict[str, list[Fact]] = {figure.concept: [] for figure in facts.figures}
    for fact in facts.all if told else ():
        if fact.concept in told:
            told[fact.concept].append(fact)
    return told


def derated(facts: Facts, figure: Figure) -> bool:
    """Whether a report gives several figures of one accelerator, all below the catalogue's: it plans with less."""
    below = {
        (other.concept, other.scope)
        for other in facts.figures
        if other.of == figure.of and other.concept in _RATED
        for fact in facts.all
        if _is_of(fact, other) and _is_below(fact, other)
    }
    return (figure.concept, figure.scope) in below and len(below) > 1


def _is_below(fact: Fact, figure: Figure) -> bool:
    high, low = fact.quantity.hull.high, figure.hull.low
    return high is not None and low is not None and high < low


_NEARLY = Fraction(97, 100)
_ANOTHER = 4
"""How many times as large another model is, where a misprint of this one's size would be no such multiple."""


def _is_of(fact: Fact, figure: Figure, near: str = "") -> bool:
    """Whether a fact can be meant to be the figure; `near` stands before it besides its label."""
    if not fact.known or fact.concept != figure.concept or fact.stance is not Stance.ASSERTED:
        return False
    label = fact.claim.label
    if (
        figure.concept == _LINK
        and _LINKED not in f"{label.key} {label.row} {label.before} {label.after} {near}".lower()
    ):
        return False
    own = bool(label.key or label.row or label.column or fact.quantity.unit.dimensions)
    high = fact.quantity.hull.high
    if figure.concept == "gpu_memory" and high is not None and high < _SMALLEST:
        return False
    return own and fact.scope in ("", figure.scope) and fact.role not in _APART and not fact.scenario


def _fits(fact: Fact, figure: Figure) -> bool:
    value = fact.quantity.hull
    if figure.concept in _COUNTS:
        return any(value.meets(one) for one in figure.values)
    if figure.concept == _LINK:
        return not in_bits(value, figure)
    low, high = figure.hull.low, figure.hull.high
    if low is None or high is None or _is_of_several(fact, low, high):
        return True
    return value.meets(Interval(low * _LEAST.get(figure.concept, Fraction(1, 100)), high * _MOST))


def _is_of_several(fact: Fact, low: Fraction, high: Fraction) -> bool:
    """Whether an unscoped rating is that of several accelerators: "320 GB" of four with 80 GB each."""
    value = fact.quantity.hull
    if fact.concept not in _RATED or fact.scope or value.low is None or value.high is None:
        return False
    count = round(value.low / low)
    return count > 1 and Interval(low * count * _NEARLY, high * count / _NEARLY).meets(value)


def _is_of_another(fact: Fact, figure: Figure) -> bool:
    """Whether so many or so few parameters are those of another model than the one that was named."""
    value, known = fact.quantity.hull, figure.hull
    if value.low is None or value.high is None or known.low is None or known.high is None:
        return False
    if any(value.meets(Interval(known.low * each / _MOST, known.high * each * _MOST)) for each in _PREFIXES):
        # 8T for 8B is a slip in the prefix.
        return False
    return value.low > _ANOTHER * known.high or value.high * _ANOTHER < known.low


def in_bits(value: Interval, figure: Figure) -> bool:
    """Whether a rate is a figure whose bytes were taken for bits; a link may be counted one way or both ways."""
    return figure.concept == _LINK and any(value.scale(_BITS).meets(one) for one in figure.values)
