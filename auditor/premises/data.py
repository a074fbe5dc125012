"""YAML, TOML and JSON as the markdown that says the same: a heading for each table, a list item for each value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.frozen import dataclass
from auditor.premises.keys import spoken
from auditor.premises.notations import PARSERS, Node
from auditor.premises.source import Source

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")


@dataclass(frozen=True, slots=True)
class Flat:
    """A file of data, written out."""

    text: str
    """Markdown."""
    lines: tuple[int, ...]
    """For each line of the text, the line of the source that it comes from."""
    quotes: tuple[str, ...]
    """For each line of the text, key and value ("layers: 16")."""


def flat(source: Source) -> Flat:
    """The values of a file of data. Raises InputError where it is not what its notation asks for."""
    written: list[tuple[str, int, str]] = []
    path: tuple[str, ...] = ()
    for where, node in _values(PARSERS[source.notation](source)):
        written += _headings(path, where)
        path = where
        written.append((_item(node), node.line, f"{node.key}: {node.value}"))
    return Flat(
        "\n".join(text for text, _, _ in written),
        tuple(line for _, line, _ in written),
        tuple(quote for _, _, quote in written),
    )


def _values(root: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Each single value with the keys above it; those of a table before the tables inside it."""
    waiting: list[tuple[tuple[str, ...], Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        yield from ((path, child) for child in node.children if not child.children)
        tables = [child for child in node.children if child.children]
        waiting += [((*path, child.key) if child.key else path, child) for child in reversed(tables)]


def _headings(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[tuple[str, int, str]]:
    """The headings that lead from the values of one table to those of the next."""
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    if new and same == len(new) < len(old):
        # Back from a table inside: its heading would hold for what follows.
        same -= 1
    for at in range(same, len(new)):
        heading = f"{'#' * min(at + 2, 6)} {_plain(spoken(new[at], '')[0])}"
        yield from (("", 0, ""), (heading, 0, ""), ("", 0, ""))


def _item(node: Node) -> str:
    key, value = spoken(node.key, node.value)
    return f"- **{_plain(key)}**: {_plain(value)}" if key else f"- {_plain(value)}"


def _plain(text: str) -> str:
    """The text on one line, markup and all as it stands."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
