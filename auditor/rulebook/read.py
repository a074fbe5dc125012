"""A rule from its TOML table: every key checked, every relation compiled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.rulebook import relate
from auditor.rulebook.grammar import GrammarError, read_relation
from auditor.rulebook.rule import Conditions, Convention, MustConfirm, MustFind, NearMiss, Page, Rule, Variable
from auditor.rulebook.source import (
    BOUNDS,
    FIELDS,
    FIELDS_OF_CHECK,
    KINDS,
    SEVERITIES,
    Fields,
    File,
    Table,
    exact,
    near,
    symbol,
)
from auditor.rulebook.term import Apply, Comparison, Name, Number, Term

_KEYS = (
    *("kind", "severity", "bound", "says", "why", "relation", "check", "where", "applies", "unless", "assumes"),
    "mentions",
    *("subject", "convention", "near_miss", "slips_only", "message", "source", "must_find", "must_confirm"),
)
_VARIABLE = (
    "concept",
    "scope",
    "role",
    "scenario",
    "unit",
    "value",
    "default",
    "tacit",
    "free",
    "whole",
    "minimum",
    "says",
)
_CONVENTION = ("name", "says", "relation", "when", "needs", "absent", "tier", "source")
_DEFAULT_MESSAGE = "{stated} is stated, {expected} follows: {formula}."
_DEFAULT_OF_CHECK = "{stated} is stated; {expected} follows."


def read_rule(rule_id: str, path: str, raw: Mapping[str, Any]) -> tuple[Rule, Page]:
    """The rule of one file. Raises RulebookError with file, key and remedy."""
    table = Table(File(path), raw)
    table.known(_KEYS)
    variables = _variables(table.table("where"))
    conventions = _conventions(table, variables)
    rule = Rule(
        id=rule_id,
        kind=table.text("kind", required=True, choices=KINDS),
        severity=table.text("severity", required=True, choices=SEVERITIES),
        bound=table.text("bound", required=True, choices=BOUNDS),
        message=_message(table, variables),
        check=table.text("check"),
        subject=_subject(table, conventions, variables),
        variables=variables,
        conventions=conventions,
        applies=_conditions(table.table("applies")),
        unless=_conditions(table.table("unless")),
        assumes=table.texts("assumes"),
        slips_only=table.flag("slips_only"),
        mentions=_mentions(table),
    )
    return rule, _page(table, variables)


def _message(table: Table, variables: Mapping[str, Variable]) -> str:
    """The template of the sentence, or the usual one; a check has no formula and fills no symbols."""
    written, at = table.text("message"), table.file.at("message")
    of_check = bool(table.raw.get("check"))
    Fields(FIELDS_OF_CHECK if of_check else (*FIELDS, *variables)).check(at, written)
    return written or (_DEFAULT_OF_CHECK if of_check else _DEFAULT_MESSAGE)


def _mentions(table: Table) -> tuple[str, ...]:
    """What a check needs a report to mention; relations need the numbers of their symbols, and no words."""
    words, at = table.texts("mentions"), table.file.at("mentions")
    if words and not table.raw.get("check"):
        at.fail("only for a rule with a check; a relation is tried where its quantities are stated")
    for word in words:
        if word != word.lower():
            at.fail(f"is held against the report in lower case, so write {word.lower()!r} for {word!r}")
    return words


def _page(table: Table, variables: Mapping[str, Variable]) -> Page:
    return Page(
        says=table.text("says", required=True),
        why=table.text("why", required=True),
        source=table.text("source", required=True),
        near_misses=tuple(_near_miss(miss, table, variables) for miss in table.tables("near_miss")),
        must_find=tuple(
            MustFind(*(_example(item, "expected")), item.text("brief")) for item in table.tables("must_find")
        ),
        must_confirm=tuple(
            MustConfirm(*(_example(item, "because")), item.text("brief")) for item in table.tables("must_confirm")
        ),
    )


def _example(item: Table, third: str) -> tuple[str, str, str]:
    item.known(("text", "quote", third, "brief"))
    text, quote = item.text("text", required=True), item.text("quote", required=True)
    if quote not in text:
        item.file.at("quote").fail("does not stand in the text; quote it letter by letter")
    return text, quote, item.text(third, required=True)


def _variables(where: Table) -> dict[str, Variable]:
    files = ((where.file.at(name), name, raw) for name, raw in where.raw.items())
    return {name: _variable(symbol(file, name), file, raw) for file, name, raw in files}


def _variable(name: str, file: File, raw: object) -> Variable:
    if isinstance(raw, str):
        concept, scope = _scoped(raw)
        return Variable(name, concept, scope)
    if not isinstance(raw, dict):
        file.fail('must be a concept ("gpus", "kv_cache per gpu", "total kv_cache") or a table with one')
    table = Table(file, raw)
    table.known(_VARIABLE)
    value, minimum = table.number("value"), table.number("minimum")
    if (value is None) == (table.text("concept") == ""):
        file.fail("needs either a concept, or a value for a constant")
    whole = table.flag("whole") or table.flag("free")
    return Variable(
        symbol=name,
        concept=table.text("concept"),
        scope=table.text("scope"),
        role=table.text("role"),
        scenario=table.text("scenario"),
        unit=table.text("unit"),
        value=value,
        default=table.number("default"),
        free=table.flag("free"),
        whole=whole,
        minimum=minimum if minimum is not None else exact(file, int(whole)),
        says=table.text("says"),
        tacit=table.flag("tacit"),
    )


def _scoped(text: str) -> tuple[str, str]:
    """Concept and scope of the short form: "gpus", "total kv_cache", "kv_cache per gpu"."""
    concept, _, scope = text.partition(" per ")
    return (concept.removeprefix("total "), "total") if concept.startswith("total ") else (concept, scope)


def _conventions(table: Table, variables: Mapping[str, Variable]) -> tuple[Convention, ...]:
    given = table.tables("convention")
    ways = [bool(table.raw.get("relation")), bool(table.raw.get("check")), bool(given)]
    if sum(ways) != 1:
        table.file.at("relation").fail("a rule has either a relation, or a check, or [[convention]]s with relations")
    if table.raw.get("check"):
        return ()
    if not given:
        compiled = relate.compiled(_comparison(table, "relation", variables), variables)
        return (Convention("", "", compiled),)
    return tuple(_convention(item, variables) for item in given)


def _convention(item: Table, variables: Mapping[str, Variable]) -> Convention:
    item.known(_CONVENTION)
    tier = item.raw.get("tier", 1)
    if tier not in (1, 2, 3) or isinstance(tier, bool):
        item.file.at("tier").fail("must be 1 (usual), 2 or 3 (a value that only it explains is a warning)")
    whens = (_compared(item.file.at("when"), text, variables) for text in item.texts("when"))
    return Convention(
        name=item.text("name", required=True),
        says=item.text("says"),
        relation=relate.compiled(_comparison(item, "relation", variables), variables),
        when=tuple(relate.compiled(when, variables, wanted=()) for when in whens),
        needs=_symbols(item, "needs", variables),
        absent=_symbols(item, "absent", variables),
        tier=tier,
        source=item.text("source"),
    )


def _symbols(item: Table, key: str, variables: Mapping[str, Variable]) -> tuple[str, ...]:
    for name in item.texts(key):
        _declared(item.file.at(key), name, variables)
    return item.texts(key)


def _comparison(table: Table, key: str, variables: Mapping[str, Variable]) -> Comparison:
    return _compared(table.file.at(key), table.text(key, required=True), variables)


def _compared(file: File, text: str, variables: Mapping[str, Variable]) -> Comparison:
    try:
        comparison = read_relation(text)
    except GrammarError as error:
        file.fail(f"{error} (in {text[:200]!r})")
    for name in relate.compared(comparison):
        _declared(file, name, variables)
    return comparison


def _declared(file: File, name: str, variables: Mapping[str, Variable]) -> None:
    if name not in variables:
        remedy = near(name, variables) or f'; add {name} = "CONCEPT" there'
        file.fail(f"{name!r} is not in [where]{remedy}")


def _near_miss(item: Table, table: Table, variables: Mapping[str, Variable]) -> NearMiss:
    """A slip is a relation of its own, or the rule's with symbols set to other values, or its result times a factor."""
    item.known(("says", "set", "factor", "relation"))
    if sum(key in item.raw for key in ("set", "factor", "relation")) != 1:
        item.file.fail("needs exactly one of: set, factor, relation")
    if "relation" in item.raw:
        comparison = _comparison(item, "relation", variables)
    else:
        base = table if table.raw.get("relation") else table.tables("convention")[0]
        comparison = _slipped(item, _comparison(base, "relation", variables), variables)
    return NearMiss(item.text("says", required=True), relate.compiled(comparison, variables, relate.alone(comparison)))


def _slipped(item: Table, comparison: Comparison, variables: Mapping[str, Variable]) -> Comparison:
    factor = item.number("factor")
    if factor is not None:
        return Comparison(comparison.left, comparison.operator, Apply("*", (Number(factor), comparison.right)))
    chosen: dict[str, Term] = {}
    given = item.table("set")
    for name, value in given.raw.items():
        _declared(given.file, name, variables)
        if isinstance(value, str) and value in variables:
            chosen[name] = Name(value)
        else:
            chosen[name] = Number(exact(given.file.at(name), value))
    return relate.exchanged(comparison, chosen)


def _conditions(table: Table) -> Conditions:
    return tuple((name, table.texts(name)) for name in table.raw)


def _subject(table: Table, conventions: tuple[Convention, ...], variables: Mapping[str, Variable]) -> str:
    """The symbol that the rule names, or the one that stands alone on the left of every relation."""
    if named := table.text("subject"):
        _declared(table.file.at("subject"), named, variables)
        return named
    alone = {convention.relation.left for convention in conventions}
    if len(alone) != 1:
        return ""
    (left,) = alone
    return left[0] if len(left) == 1 and isinstance(left[0], str) and left[0] in variables else ""
