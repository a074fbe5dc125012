"""Rules that lint rules: names nobody knows, units that do not fit, one equation twice, missing examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import chain
from typing import Any

from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.rulebook import dimension
from auditor.rulebook.book import Rulebook
from auditor.rulebook.grammar import read_relation
from auditor.rulebook.rule import MustConfirm, MustFind, Page, Relation, Rule, Variable
from auditor.rulebook.source import near
from auditor.rulebook.term import compared

SCENARIOS = ("", "before", "after")
_DIRECTION = {"lower": ">=", "upper": "<="}


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong with a rule."""

    rule: str
    text: str


def lint(rulebook: Rulebook, rule_ids: tuple[str, ...] | None = None) -> tuple[Complaint, ...]:
    """What is wrong with the rules, by id; empty for clean ones."""
    ids = tuple(rulebook.rules) if rule_ids is None else rule_ids
    known = _Known(rulebook)
    own = (Complaint(rule_id, text) for rule_id in ids for text in _of_rule(rulebook, rule_id, known))
    return tuple(sorted(chain(own, _twins(rulebook, ids)), key=lambda complaint: (complaint.rule, complaint.text)))


class _Known:
    """The names that rules may use."""

    def __init__(self, rulebook: Rulebook) -> None:
        vocabulary = rulebook.tables("vocabulary")
        self.concepts: dict[str, Mapping[str, Any]] = {
            name: concept for table in vocabulary.values() for name, concept in table.get("concept", {}).items()
        }
        self.scopes = {"", "total"} | {name for table in vocabulary.values() for name in table.get("scope", {})}
        self.traits: dict[str, set[str]] = {}
        for table in rulebook.tables("traits").values():
            for name, traits in table.items():
                self.traits.setdefault(name, set()).update(traits)

    def unit(self, variable: Variable) -> dimension.Powers:
        """The physical dimensions of a symbol."""
        own = variable.unit or (self.concepts[variable.concept]["unit"] if variable.concept in self.concepts else "")
        return dimension.powers(own)


def _of_rule(rulebook: Rulebook, rule_id: str, known: _Known) -> Iterator[str]:
    rule, page = rulebook.rules[rule_id], rulebook.page(rule_id)
    yield from _names(rule, known)
    yield from _units(rule, page, known)
    yield from _unused(rule, page)
    yield from _direction(rule)
    yield from _examples(rule, page)
    relations = [convention.relation.text for convention in rule.conventions]
    for miss in page.near_misses:
        if miss.relation.text in relations:
            yield f"the near miss {miss.says!r} is the relation itself"


def _names(rule: Rule, known: _Known) -> Iterator[str]:
    for variable in rule.variables.values():
        if variable.concept and variable.concept not in known.concepts:
            yield f"where.{variable.symbol}: no concept {variable.concept!r}{near(variable.concept, known.concepts)}"
        if variable.scope not in known.scopes:
            yield f"where.{variable.symbol}: no scope {variable.scope!r}{near(variable.scope, known.scopes)}"
        if variable.scenario not in SCENARIOS:
            yield f"where.{variable.symbol}: the scenario is before or after, not {variable.scenario!r}"
    for name, values in (*rule.applies, *rule.unless):
        for value in values:
            if value not in known.traits.get(name, set()):
                yield f"no trait {name} = {value!r}{near(value, known.traits.get(name, set()))}"


def _units(rule: Rule, page: Page, known: _Known) -> Iterator[str]:
    units = {name: known.unit(variable) for name, variable in rule.variables.items()}
    for relation in _relations(rule, page):
        try:
            dimension.check(read_relation(relation.text), units)
        except dimension.UnitsError as error:
            yield f"units do not fit in {relation.text}: {error}"


def _relations(rule: Rule, page: Page) -> Iterator[Relation]:
    for convention in rule.conventions:
        yield convention.relation
        yield from convention.when
    for miss in page.near_misses:
        yield miss.relation


def _unused(rule: Rule, page: Page) -> Iterator[str]:
    used = {name for relation in _relations(rule, page) for name in compared(read_relation(relation.text))}
    used |= {name for convention in rule.conventions for name in (*convention.needs, *convention.absent)}
    for name in rule.variables:
        if name not in used and f"{{{name}}}" not in rule.message and not rule.check:
            yield f"where.{name} is used nowhere"


def _direction(rule: Rule) -> Iterator[str]:
    wanted = _DIRECTION.get(rule.bound)
    for convention in rule.conventions:
        if wanted and convention.relation.operator != wanted:
            yield f"a {rule.bound} bound is written with {wanted}: {convention.relation.text}"


def _examples(rule: Rule, page: Page) -> Iterator[str]:
    # A check of notes may only confirm; whatever accuses shows what it accuses.
    if not page.must_find and rule.severity != "note":
        yield "has no [[must_find]]: show an excerpt in which it finds something"
    if not page.must_confirm:
        yield "has no [[must_confirm]]: show an excerpt with which it agrees"
    seen: set[tuple[str, str]] = set()
    examples: tuple[MustFind | MustConfirm, ...] = (*page.must_find, *page.must_confirm)
    for example in examples:
        if example.text.count(example.quote) > 1:
            yield f"the quote {example.quote!r} stands more than once in its text; quote more of it"
        if (example.text, example.quote) in seen:
            yield f"the example around {example.quote!r} is there twice"
        seen.add((example.text, example.quote))


def _twins(rulebook: Rulebook, ids: tuple[str, ...]) -> Iterator[Complaint]:
    """Rules, or alternatives of one rule, that say the same equation of the same things."""
    seen: dict[object, tuple[str, bool]] = {}
    # Those that are asked about come last, so that the complaint is about them.
    for rule_id in (*(other for other in rulebook.rules if other not in ids), *ids):
        rule = rulebook.rules[rule_id]
        for convention in rule.conventions:
            mark = _fingerprint(rule, convention.relation)
            place = f"{rule_id} ({convention.name})" if convention.name else rule_id
            # One that only names slips may share the equation of one that predicts and so abstains more often.
            special = bool(rule.slips_only or convention.needs or convention.absent or convention.when)
            other, apart = seen.setdefault(mark, (place, special))
            if rule_id in ids and mark is not None and other != place and not (special or apart):
                yield Complaint(rule_id, f"{place} is the same equation as {other}")


def _fingerprint(rule: Rule, relation: Relation) -> object:
    """The same for relations that give the same values of the same quantities; None where none is solved."""
    keys = {s: _key(rule.variables[s]) for s in relation.symbols}
    solved = sorted((keys[symbol], symbol) for symbol in relation.forms)
    if not solved:
        return None
    form = relation.forms[solved[0][1]]
    value = form.range({symbol: Interval.point(_number(key)) for symbol, key in keys.items()})
    return tuple(sorted(keys.values())), solved[0][0], form.direction, value, rule.applies


def _key(variable: Variable) -> tuple[str, str, str, str]:
    return variable.concept, variable.scope, variable.role, variable.scenario


def _number(key: tuple[str, ...]) -> int:
    """A number of its own for each quantity, so that different equations give different values."""
    return 1000 + int(sha256("|".join(key).encode()).hexdigest()[:6], 16)
