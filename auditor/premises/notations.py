"""YAML, TOML and JSON read into keys and values, each with the line where it stands."""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from auditor.errors import InputError
from auditor.frozen import dataclass
from auditor.premises.source import Source

_KEY = re.compile(r"""(?:"((?:[^"\\\n]|\\.){1,120})"|'([^'\n]{1,120})'|([\w\-]{1,120}))[ \t]*[:=]""")
_NUMBER = re.compile(r"\d{1,30}(?:\.\d{1,30})?\Z")
_BREAK = re.compile(r"\r\n|\n|\r")
_DEEPEST = 40
_MOST = 10_000
"""Values and tables of one file."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value under its key, or a table of them."""

    key: str
    """Empty for an item of a list."""
    value: str
    """As printed; empty for a table."""
    line: int
    children: tuple[Node, ...] = ()


def _json(source: Source) -> Node:
    try:
        data = json.loads(source.text.lstrip("\ufeff"), parse_int=str, parse_float=str, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source.name} is no JSON ({_reason(error)})") from error
    return _Tree(source).of("", data, 1, 0)


def _toml(source: Source) -> Node:
    try:
        data = tomllib.loads(source.text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source.name} is no TOML ({_reason(error)})") from error
    return _Tree(source).of("", data, 1, 0)


def _yaml(source: Source) -> Node:
    try:
        import yaml
    except ImportError as error:
        needed = "pip install 'claim-auditor[yaml]'"
        raise InputError(f"{source.name}: reading YAML needs PyYAML ({needed}); or give TOML or JSON") from error
    try:
        root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{source.name} is no YAML ({_reason(error)})") from error
    return _Tree(source).composed("", root, 0) if root is not None else Node("", "", 1)


PARSERS: Mapping[str, Callable[[Source], Node]] = {"json": _json, "toml": _toml, "yaml": _yaml}
"""By notation; each raises InputError for a text that is not in it, or holds far more than a configuration does."""


class _Pairs(list[tuple[str, Any]]):
    """The members of a JSON object in their order, repeated keys and all."""


class _Tree:
    """Builds the nodes of one file, and stops at what is no configuration."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = {} if source.notation == "yaml" else _key_lines(source.text)
        self._count = 0

    def of(self, key: str, data: Any, line: int, depth: int) -> Node:
        """What a parser without lines gave; its keys come up in the order of the text."""
        self._take(depth)
        members = _members(data)
        if members is None:
            return Node(key, _printed(data), line)
        children = tuple(self.of(name, value, self._line(name, line), depth + 1) for name, value in members)
        return Node(key, "", line, children)

    def composed(self, key: str, node: Any, depth: int) -> Node:
        """A node of PyYAML."""
        self._take(depth)
        line = node.start_mark.line + 1
        if isinstance(node.value, str):
            return Node(key, node.value, line)
        children = tuple(self._parts(node, depth + 1))
        if all(not child.key and not child.children for child in children):
            return Node(key, _listed([child.value for child in children]), line)
        return Node(key, "", line, children)

    def _parts(self, node: Any, depth: int) -> Iterator[Node]:
        for part in node.value:
            if not isinstance(part, tuple):
                yield self.composed("", part, depth)
            elif isinstance(part[0].value, str):
                yield self.composed(part[0].value, part[1], depth)

    def _line(self, key: str, otherwise: int) -> int:
        lines = self._lines.get(key)
        return lines.popleft() if key and lines else otherwise

    def _take(self, depth: int) -> None:
        self._count += 1
        if self._count > _MOST or depth > _DEEPEST:
            limits = f"{_MOST:,} values, or is nested more than {_DEEPEST} deep"
            raise InputError(f"{self._source.name} holds more than {limits}; give the configuration alone")


def _members(data: Any) -> list[tuple[str, Any]] | None:
    """The parts of a table or of a list of tables; None for a single value or a list of them."""
    if isinstance(data, _Pairs):
        return list(data)
    if isinstance(data, dict):
        return list(data.items())
    if isinstance(data, list) and any(isinstance(item, dict | list) for item in data):
        return [("", item) for item in data]
    return None


def _printed(data: Any) -> str:
    if isinstance(data, list):
        return _listed([_printed(item) for item in data])
    return "" if data is None or isinstance(data, bool) else str(data)


def _listed(values: list[str]) -> str:
    """Several numbers under one key as the range that they span, anything else one after the other."""
    if len(values) > 1 and all(_NUMBER.match(value) for value in values):
        ends = min(values, key=Fraction), max(values, key=Fraction)
        return " to ".join(ends) if ends[0] != ends[1] else ends[0]
    return ", ".join(values)


def _key_lines(text: str) -> dict[str, deque[int]]:
    """The lines on which each key stands, in order."""
    found: dict[str, deque[int]] = defaultdict(deque)
    for number, line in enumerate(_BREAK.split(text), 1):
        for match in _KEY.finditer(line):
            found[next(name for name in match.groups() if name is not None)].append(number)
    return found


def _reason(error: Exception) -> str:
    """The parser's own words, on one line."""
    if isinstance(error, RecursionError):
        return "nested too deep"
    return " ".join(str(error).split())[:160] or type(error).__name__
