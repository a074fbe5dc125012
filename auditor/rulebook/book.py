"""The rulebook: rules by id, by concept and by selection, unpacked as they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from auditor.errors import RulebookError, UsageError
from auditor.interval import Interval, Rational
from auditor.rulebook.record import FOLDER, Record, records
from auditor.rulebook.rule import Convention, Page, Rule
from auditor.rulebook.shelf import Entry, Shelf
from auditor.rulebook.source import near
from auditor.rulebook.traits import Traits
from auditor.rulebook.trial import defaults
from auditor.rulebook.vocabulary import Vocabulary, vocabulary


class Rules(Mapping[str, Rule]):
    """Rules by id, in the order of their ids; each is unpacked when it is first asked for."""

    def __init__(self, shelves: tuple[Shelf, ...]) -> None:
        self._shelf = {rule_id: shelf for shelf in shelves for rule_id in shelf.entries}
        self._order = tuple(sorted(self._shelf))
        self._unpacked: dict[str, Rule] = {}
        self._pages: dict[str, Page] = {}

    def __getitem__(self, rule_id: str) -> Rule:
        rule = self._unpacked.get(rule_id)
        if rule is None:
            rule = self._unpacked[rule_id] = self._shelf[rule_id].rule(rule_id)
        return rule

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._shelf

    def entry(self, rule_id: str) -> Entry:
        """What is known of a rule without unpacking it."""
        return self._shelf[rule_id].entries[rule_id]

    def page(self, rule_id: str) -> Page:
        """What a reader sees of a rule."""
        page = self._pages.get(rule_id)
        if page is None:
            page = self._pages[rule_id] = self._shelf[rule_id].page(rule_id)
        return page


class Rulebook:
    """All rules and tables of an audit."""

    def __init__(self, shelves: tuple[Shelf, ...]) -> None:
        self._shelves = shelves
        self.rules = Rules(shelves)
        self._by_concept: dict[str, tuple[str, ...]] | None = None

    @property
    def digest(self) -> str:
        """Content hash of all files that the rulebook was made of."""
        if len(self._shelves) == 1:
            return self._shelves[0].digest
        # Imported here: one shelf brings its own.
        from hashlib import sha256

        return sha256("".join(shelf.digest for shelf in self._shelves).encode()).hexdigest()

    def page(self, rule_id: str) -> Page:
        """What a reader sees of a rule: prose, near misses, examples. Raises UsageError for an unknown id."""
        return self.rules.page(self.select([rule_id])[0])

    @cached_property
    def checks(self) -> tuple[tuple[str, str], ...]:
        """The ids of the rules that a function of a later stage carries out, each with the function's name."""
        named = ((rule_id, self.rules.entry(rule_id).check) for rule_id in self.rules)
        return tuple((rule_id, check) for rule_id, check in named if check)

    def checks_of(self, text: str) -> Iterator[tuple[str, str]]:
        """Those of `checks` that can say something of a text: of what they need mentioned it mentions something."""
        lowered = text.lower()
        for rule_id, check in self.checks:
            mentions = self.rules.entry(rule_id).mentions
            if not mentions or any(word in lowered for word in mentions):
                yield rule_id, check

    def about(self, concepts: Iterable[str]) -> tuple[str, ...]:
        """The ids, sorted, of the rules with relations that name any of these concepts."""
        index = self._index()
        return tuple(sorted({rule_id for concept in concepts for rule_id in index.get(concept, ())}))

    def _index(self) -> dict[str, tuple[str, ...]]:
        if self._by_concept is None:
            found: dict[str, list[str]] = {}
            for rule_id in self.rules:
                entry = self.rules.entry(rule_id)
                for concept in () if entry.check else entry.concepts:
                    found.setdefault(concept, []).append(rule_id)
            self._by_concept = {concept: tuple(ids) for concept, ids in found.items()}
        return self._by_concept

    def select(self, names: Iterable[str]) -> tuple[str, ...]:
        """The ids that ids, folders and `kind:NAME` select, sorted. Raises UsageError for one that selects nothing."""
        return tuple(sorted({rule_id for name in names for rule_id in self._selected(name)}))

    def _selected(self, name: str) -> tuple[str, ...]:
        if name in self.rules:
            return (name,)
        if name.startswith("kind:"):
            found = tuple(r for r in self.rules if self.rules.entry(r).kind == name.removeprefix("kind:"))
        else:
            found = tuple(r for r in self.rules if r.startswith(name.rstrip("/") + "/"))
        if found:
            return found
        folders = {r.rsplit("/", 1)[0] for r in self.rules}
        kinds = {f"kind:{self.rules.entry(r).kind}" for r in self.rules}
        raise UsageError(
            f"no rule, folder or kind is called {name[:80]!r}{near(name, {*self.rules, *folders, *kinds})}"
        )

    @cached_property
    def traits(self) -> Traits:
        """The kinds of deployment that rules ask for, by the words for them."""
        return Traits(self.tables("traits"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the field calls its quantities, with the names of the catalogues."""
        # Phrases are kept for one folder; with a pack beside it the files of both make them.
        phrases = self._shelves[0].phrases() if len(self._shelves) == 1 else None
        return Vocabulary(phrases) if phrases else vocabulary(self.tables("vocabulary"), self.tables("catalogue"))

    @cached_property
    def record(self) -> Mapping[str, Record]:
        """How often rules were right where they were measured, by id. Raises RulebookError for a wrong file."""
        return records(self.tables(FOLDER))

    def trusts(self, rule_id: str) -> bool:
        """Whether a rule's findings keep their severity: not where it was measured and found wrong too often."""
        return rule_id not in self.record or self.record[rule_id].trusted

    def unmeasured(self) -> Rulebook:
        """The same rules without their record, to measure them anew."""
        book = Rulebook(self._shelves)
        book.record = {}
        return book

    def tables(self, folder: str) -> dict[str, dict[str, Any]]:
        """The tables of a folder such as `vocabulary` by file name without suffix, those of packs added."""
        found: dict[str, dict[str, Any]] = {}
        for shelf in self._shelves:
            for path in shelf.tables:
                if path.startswith(folder + "/"):
                    name = path[len(folder) + 1 :].removesuffix(".toml")
                    found[name] = _merged(found.get(name, {}), shelf.table(path))
        return found

    def evaluate(
        self, rule_id: str, symbol: str, values: Mapping[str, Interval | Rational], convention: str | None = None
    ) -> Interval:
        """What a rule gives for a symbol, for "" its left side minus its right. Raises RulebookError if it cannot."""
        chosen = _convention(self.rules[rule_id], convention)
        given = {name: v if isinstance(v, Interval) else Interval.point(v) for name, v in values.items()}
        given = {**defaults(self.rules[rule_id]), **given}
        if missing := [s for s in chosen.relation.symbols if s != symbol and s not in given]:
            raise RulebookError(f"{rule_id}: {', '.join(missing)} not given")
        if not symbol:
            return chosen.relation.difference(given)
        form = chosen.relation.forms.get(symbol)
        if form is None:
            raise RulebookError(f"{rule_id}: {chosen.relation.text} is not solved for {symbol}")
        return form(given)


def _convention(rule: Rule, name: str | None) -> Convention:
    for convention in rule.conventions:
        if name is None or convention.name == name:
            return convention
    known = ", ".join(convention.name for convention in rule.conventions)
    raise RulebookError(f"{rule.id}: no convention {name!r}; there are: {known or 'none, it is a check'}")


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Tables joined key by key; where both have a value the second one stands."""
    result = dict(first)
    for key, value in second.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = _merged(result[key], value) if both else value
    return result
