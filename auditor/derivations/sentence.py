"""The sentence on what is wrong: a rule's template with its numbers, each with the noun of what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.citing import unled
from auditor.derivations.trials import Trial
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.rulebook import Rule, fill
from auditor.rulebook.vocabulary import Dimensions, Vocabulary
from auditor.units import Unit

_BARE = re.compile(r"[~≈]?\d[\d.,]*(?:e\d+)?[KMBT]?\+?\Z")
"""A count without a word of what it counts."""
_FIELD = re.compile(r"\{([a-z_0-9]+)\}")
_BOUNDS = {"at least ": "or more", "more than ": "or more", "at most ": "or less", "less than ": "or less"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NOUNS = frozenset(
    {"gpu", "layer", "expert", "node", "head", "token", "sequence", "request", "parameter", "replica", "rank"}
)
"""Units that are the name of what is counted."""
_SYMBOLS = {"byte": "B", "flop": "FLOP", "gpu": "GPU", "second": "s", "watt": "W", "gram": "g", "dollar": "$"}
_PREFIXED = ("byte", "flop")
_PREFIXES = ("", "K", "M", "G", "T", "P", "E")
_STEP = 1000
_UNUSUAL = "{stated}: only an unusual convention gives it ({convention})"
_USUAL = "; the usual ones give {expected}."


def sentence(
    fact: Fact, symbol: str, chosen: Trial, expected: str, facts: Facts, vocabulary: Vocabulary, usual: Trial
) -> str:
    """What is wrong with a stated number, by the trial that was chosen, or by the usual one where that holds."""
    rule = chosen.plan.rule
    values = {name: _printed(name, rule, chosen, facts, vocabulary) for name in chosen.fork.values}
    values |= {variable.symbol: show.number(variable.value) for variable in rule.variables.values() if variable.value}
    values |= {symbol: fact.claim.text, "stated": fact.claim.text, "expected": expected}
    values |= {"convention": chosen.convention.name or "by definition", "formula": chosen.convention.relation.text}
    if chosen.holds:
        return fill(_UNUSUAL + ("." if usual.result.meets(fact.quantity.hull) else _USUAL), values)
    if set(_FIELD.findall(rule.message)) <= values.keys():
        return fill(rule.message, values)
    # The template names what another convention works with.
    return fill("{stated} is stated; " + _worked(symbol, chosen, values) + ".", values)


def _worked(symbol: str, chosen: Trial, values: Mapping[str, str]) -> str:
    """What the convention multiplies and adds, with the numbers put in."""
    left, _, right = chosen.convention.relation.text.partition("=")
    named = f" ({chosen.convention.name})" if chosen.convention.name else ""
    if left.strip(" <>") != symbol or not set(_NAME.findall(right)) <= values.keys():
        return f"by the other figures it is {{expected}}{named}"
    told = _NAME.sub(lambda found: values[found[0]], right.strip()).replace(" * ", " × ").replace(" / ", " ÷ ")
    return f"{told} is {{expected}}{named}"


def _printed(symbol: str, rule: Rule, chosen: Trial, facts: Facts, vocabulary: Vocabulary) -> str:
    """A premise as it is printed where it stands, or a derived value with its unit."""
    candidate = chosen.fork.filled[symbol]
    concept = vocabulary.concepts.get(rule.variables[symbol].concept)
    unit = concept.units[0] if concept is not None else ()
    if candidate.text and not candidate.rules:
        return candidate.text
    if not candidate.rules and candidate.outside:
        return _counted(candidate.outside[0].fact.claim.text, unit)
    if not candidate.rules and len(candidate.claims) == 1:
        return _counted(unled(facts.claims.all[next(iter(candidate.claims))].text), unit)
    # "At at least 2 GFLOP" would be no phrase.
    derived = _derived(candidate.nominal or candidate.interval, unit)
    start = next((start for start in _BOUNDS if derived.startswith(start)), "")
    return f"{derived[len(start) :]} {_BOUNDS[start]}" if start else derived


def _counted(text: str, unit: Dimensions) -> str:
    """The text of a number with the noun of its count, where it is printed without."""
    if not _BARE.match(text):
        return text
    above = [name for name, power in unit if power > 0]
    below = [name for name, power in unit if power < 0]
    if _is_width(above, below):
        return show.with_unit(text, "byte")
    noun = above[0] if len(unit) == 1 and above else ""
    return show.with_unit(text, _SYMBOLS.get(noun, noun)) if noun in _NOUNS else text


def _derived(value: Interval, unit: Dimensions) -> str:
    """A value in base units, in the prefix that makes it short."""
    above = sorted((name for name, power in unit if power > 0), key=lambda name: name not in _PREFIXED)
    if _is_width(above, [name for name, power in unit if power < 0]):
        return show.interval(value, Unit("byte", Fraction(1), ()))
    names = [_SYMBOLS.get(name, name) for name in above]
    below = "".join(f"/{_SYMBOLS.get(name, name)}" for name, power in unit if power < 0)
    factor, middle = 1, value.middle
    if above and above[0] in _PREFIXED and middle is not None:
        while abs(middle) >= factor * _STEP and factor < _STEP ** (len(_PREFIXES) - 1):
            factor *= _STEP
        names[0] = _PREFIXES[(len(str(factor)) - 1) // 3] + names[0]
    return show.interval(value, Unit("·".join(names) + below, Fraction(factor), ()))


def _is_width(above: list[str], below: list[str]) -> bool:
    """Whether a unit is that of how wide a number is stored."""
    return above == ["byte"] and below in (["parameter"], ["element"])
