"""The table of units: every spelling of the files under `rules/units/`, read once, when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from auditor import kept
from auditor.errors import RulebookError
from auditor.frozen import dataclass
from auditor.units import NUMBER, Alternative, Term, Unit, divide

_PREFIXES = (("K", 1, "kilo"), ("M", 2, "mega"), ("G", 3, "giga"), ("T", 4, "tera"), ("P", 5, "peta"), ("E", 6, "exa"))


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Every spelling of every unit."""

    exact: dict[str, Term]
    """By spelling as in the data."""
    folded: dict[str, Term]
    """By lower-case spelling, the first in the data; two letters keep their case ("us") unless they end in B."""

    def find(self, spelling: str) -> Term | None:
        """The term of a spelling, preferring its own letter case."""
        return self.exact.get(spelling) or self.folded.get(spelling.lower())


@cache
def unit_table() -> UnitTable:
    """The units of the project, from `rules/units/*.toml`."""
    exact: dict[str, Term] = {}
    files = {path: table for path, table in words().items() if path.startswith("units/") and path.count("/") == 1}
    for path, table in files.items():
        for symbol, entry in table.items():
            try:
                for spelling, term in _terms(symbol, entry, exact):
                    exact.setdefault(spelling, term)
            except (KeyError, TypeError, ValueError) as error:
                raise RulebookError(f"{path}: [{symbol}] is no unit: {error}") from error
    folded: dict[str, Term] = {}
    for spelling, term in exact.items():
        if len(spelling) > 2 or spelling.endswith("B"):
            folded.setdefault(spelling.lower(), term)
    return UnitTable(exact, folded)


@cache
def words() -> Mapping[str, dict[str, Any]]:
    """The project's own files of units and words that claims are read by, as TOML gives them, by path under rules."""
    packaged = Path(__file__).with_name("_rules")
    folder = packaged if packaged.is_dir() else Path(__file__).parents[1] / "rules"
    files = [path.relative_to(folder).as_posix() for path in sorted((folder / "units").rglob("*.toml"))]
    return kept.tables(folder, [*files, "vocabulary/verdicts.toml"], _parse)


def _parse(path: Path) -> dict[str, Any]:
    # Imported here: a start that finds the tables kept parses nothing.
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=4096)
def alternatives(symbol: str) -> tuple[Alternative, ...]:
    """Every reading of a unit in canonical spelling as rule files write it (`GB/GPU`); ValueError if unknown."""
    if symbol in ("", "1"):
        return (Alternative("", NUMBER),)
    table = unit_table()
    term = table.exact.get(symbol) if "/" in symbol else table.find(symbol)
    if term is not None:
        return term.alternatives
    if "/" not in symbol:
        raise ValueError(f"no unit {symbol!r} in rules/units")
    return quotients(tuple(alternatives(part) for part in symbol.split("/")))


def unit(symbol: str) -> Unit:
    """The usual reading of a unit in canonical spelling; ValueError if unknown."""
    return alternatives(symbol)[0].unit


@lru_cache(maxsize=4096)
def quotients(parts: tuple[tuple[Alternative, ...], ...]) -> tuple[Alternative, ...]:
    """The first part divided by all others, under each combination of their readings."""
    found = []
    for combination in product(*parts):
        result = combination[0].unit
        for below in combination[1:]:
            result = divide(result, below.unit)
        found.append(Alternative(", ".join(part.name for part in combination if part.name), result))
    return tuple(found)


def _terms(symbol: str, entry: dict[str, Any], known: dict[str, Term]) -> Iterator[tuple[str, Term]]:
    if "nouns" in entry:
        yield from _counted(symbol, entry)
    elif "either" in entry:
        yield from _either(entry, known)
    elif "of" in entry:
        yield symbol, known[entry["of"]]
    elif "prefixes" in entry:
        yield from _prefixed(entry.get("symbol", symbol), entry)
    else:
        base = _unit(symbol, entry)
        for spelling in (symbol, *entry["spellings"]):
            yield spelling, Term((Alternative("", base),))


def _unit(symbol: str, entry: dict[str, Any], scale: Fraction = Fraction(1)) -> Unit:
    dimensions = tuple(sorted(entry.get("dimensions", {}).items()))
    return Unit(symbol, Fraction(entry.get("factor", "1")) * scale, dimensions)


def _counted(symbol: str, entry: dict[str, Any]) -> Iterator[tuple[str, Term]]:
    alternatives = (Alternative("", Unit(symbol, Fraction(1), ((symbol.lower(), 1),))),)
    for noun in entry.get("nouns", ()):
        yield noun, Term(alternatives, countable=True)
        yield _plural(noun), Term(alternatives, countable=True, plural=True)
    for spelling in (symbol, *entry.get("spellings", ())):
        yield spelling, Term(alternatives, countable=True, plural=spelling.endswith("s") or not spelling.isascii())


def _plural(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun + "s"


def _prefixed(symbol: str, entry: dict[str, Any]) -> Iterator[tuple[str, Term]]:
    bare = (Alternative("", _unit(symbol, entry)),)
    for spelling in (*entry.get("bare", entry["short"]), *entry.get("long", ())):
        yield spelling, Term(bare)
    binary = entry["prefixes"] == "binary"
    for letter, power, word in _PREFIXES:
        name = (letter if binary else letter.replace("K", "k")) + symbol
        readings = _readings(name, entry, power, binary=binary)
        for letters in (letter, letter.lower()) if letter == "K" else (letter,):
            for short in entry["short"]:
                yield letters + short, Term(readings)
        for long in entry.get("long", ()):
            yield word + long, Term(readings)
        if binary:
            certain = (Alternative("", _unit(letter + "i" + symbol, entry, Fraction(1024) ** power)),)
            for short in entry["short"]:
                yield letter + "i" + short, Term(certain)


def _readings(name: str, entry: dict[str, Any], power: int, *, binary: bool) -> tuple[Alternative, ...]:
    """A prefixed unit: decimal, or decimal and binary under the same names for amounts and rates."""
    decimal = _unit(name, entry, Fraction(1000) ** power)
    if not binary:
        return (Alternative("", decimal),)
    amount, thing = (name[:1] + "B", "bytes") if "B" in name else (name[:1] + "bit", "bits")
    return (
        Alternative(f"{amount} = 10^{3 * power} {thing}", decimal),
        Alternative(f"{amount} = 2^{10 * power} {thing}", _unit(name, entry, Fraction(1024) ** power)),
    )


def _either(entry: dict[str, Any], known: dict[str, Term]) -> Iterator[tuple[str, Term]]:
    """Spellings that stand for the first or the second of two units, under each prefix."""
    for letter, _, _ in (("", 0, ""), *_PREFIXES):
        units = [known[letter.replace("K", "k") + symbol].alternatives[0].unit for symbol in entry["either"]]
        plural = units[0].symbol + "s"
        choices = tuple(Alternative(f"{plural} = {unit.symbol}", unit) for unit in units)
        for short in entry["short"]:
            yield letter + short, Term(choices)
