"""One TOML file of a rule as written, checked key by key: a wrong file gets one clear sentence, never a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NoReturn

from auditor.errors import RulebookError
from auditor.frozen import dataclass

KINDS = (
    *("arithmetic", "unit", "divisibility", "restatement", "derivation"),
    *("infeasible", "verdict", "method", "suppression", "document"),
)
SEVERITIES = ("error", "warning", "note")
BOUNDS = ("exact", "lower", "upper", "typical")
FIELDS_OF_CHECK = ("stated", "expected", "working")
"""What the message of a rule with a check may name; what else a check has to say, it says itself."""
FIELDS = (*FIELDS_OF_CHECK, "formula", "convention")
"""What the message of a rule with relations may name beside the rule's own symbols."""

_SYMBOL = re.compile(r"[a-z][a-z0-9_]{0,59}")
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?|-?\d{1,30}/0*[1-9]\d{0,30}", re.ASCII)
_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class File:
    """Where a value stands, for errors: the file and the key."""

    path: str
    key: str = ""

    def at(self, key: str | int) -> File:
        """One level deeper."""
        part = f"[{key}]" if isinstance(key, int) else (f".{key}" if self.key else key)
        return File(self.path, self.key + part)

    def fail(self, text: str) -> NoReturn:
        """Raise the error that names file, key and remedy."""
        raise RulebookError(f"{self.path}: {self.key + ': ' if self.key else ''}{text}")


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML table that is read by its expected keys only."""

    file: File
    raw: Mapping[str, Any]

    def known(self, keys: Iterable[str]) -> None:
        """Fail on a key that means nothing here, with the nearest one that does."""
        keys = tuple(keys)
        for key in self.raw:
            if key not in keys:
                self.file.at(key).fail("unknown key" + (near(key, keys) or f"; known here: {', '.join(keys)}"))

    def text(self, key: str, *, required: bool = False, choices: tuple[str, ...] = ()) -> str:
        """A string; empty where it is left out and not required."""
        value = self.raw.get(key)
        if value is None and not required:
            return ""
        at = self.file.at(key)
        if value is None:
            at.fail(f'missing; write {key} = "..."' + (f", one of {', '.join(choices)}" if choices else ""))
        if not isinstance(value, str) or not value.strip():
            at.fail(f"must be a text that is not empty, found {_short(value)}")
        if choices and value not in choices:
            at.fail(f"must be one of {', '.join(choices)}, found {value!r}{near(value, choices)}")
        return value

    def flag(self, key: str) -> bool:
        """true or false; false where it is left out."""
        value = self.raw.get(key, False)
        if not isinstance(value, bool):
            self.file.at(key).fail(f"must be true or false, found {_short(value)}")
        return value

    def number(self, key: str) -> Fraction | None:
        """A number, also as text ("1/8"); None where it is left out."""
        value = self.raw.get(key)
        return None if value is None else exact(self.file.at(key), value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; a single one counts as a list of one."""
        value = self.raw.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.file.at(key).fail(f"must be a list of texts, found {_short(value)}")
        return tuple(value)

    def table(self, key: str) -> Table:
        """A table; empty where it is left out."""
        value = self.raw.get(key, {})
        if not isinstance(value, dict):
            self.file.at(key).fail(f"must be a table, write [{key}]; found {_short(value)}")
        return Table(self.file.at(key), value)

    def tables(self, key: str) -> tuple[Table, ...]:
        """An array of tables; empty where it is left out."""
        value = self.raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.file.at(key).fail(f"must be tables, write [[{key}]]; found {_short(value)}")
        return tuple(Table(self.file.at(key).at(number), item) for number, item in enumerate(value, 1))


def exact(file: File, value: object) -> Fraction:
    """The number that a TOML value writes; decimals are taken as printed."""
    text = str(value)
    if isinstance(value, bool) or not isinstance(value, int | float | str) or not _NUMBER.fullmatch(text):
        file.fail(f'must be a number such as 8, 0.5, 1e9 or "1/8", found {_short(value)}')
    return Fraction(text)


def symbol(file: File, text: str) -> str:
    """A name that relations can use."""
    if not _SYMBOL.fullmatch(text):
        file.fail("symbols are lower case letters, digits and _, beginning with a letter")
    return text


@dataclass(frozen=True, slots=True)
class Fields:
    """What a message template may name."""

    allowed: tuple[str, ...]

    def check(self, file: File, template: str) -> None:
        """Fail on a place that nothing will fill."""
        for name in _FIELD.findall(template):
            if name not in self.allowed:
                file.fail(f"{{{name}}} is nothing that a message can show{near(name, self.allowed)}")
        if "{" in _FIELD.sub("", template) or "}" in _FIELD.sub("", template):
            file.fail("has a brace without its partner")


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with `{name}` exchanged for its value; names without one stay as they are."""
    return _FIELD.sub(lambda found: values.get(found.group(1), found.group(0)), template)


def near(name: str, known: Iterable[str]) -> str:
    """The clause that proposes the known name most like an unknown one; empty if none is like it."""
    # Imported here: an audit has nothing to propose.
    from difflib import get_close_matches

    found = get_close_matches(name, sorted(known), 1)
    return f"; did you mean {found[0]!r}?" if found else ""


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
