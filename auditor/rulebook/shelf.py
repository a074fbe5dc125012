"""One compiled folder of rules: a header that says where all stands, and a body unpacked piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from zlib import crc32

from auditor.frozen import dataclass
from auditor.rulebook.pack import unpack_page, unpack_rule
from auditor.rulebook.rule import Page, Rule

FORMAT = 6
PHRASES = "phrases"
"""Name of the table with the vocabulary as phrases, made of those of its files."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the header knows of a rule before it is unpacked."""

    start: int
    length: int
    page_length: int
    source: str
    """Hash of the rule's file."""
    kind: str
    check: str
    concepts: tuple[str, ...]
    """The concepts of its symbols, constants left out."""
    mentions: tuple[str, ...] = ()
    """Of what a report has to mention something for its check to say anything."""


class Shelf:
    """The rules and tables of one folder. Raises ValueError for bytes that are no whole shelf of this format."""

    def __init__(self, data: bytes) -> None:
        end = data.index(b"\n")
        header: Any = json.loads(data[:end])
        self._body = data[end + 1 :]
        sound = isinstance(header, dict) and header.get("format") == FORMAT
        if not sound or header.get("body") != checksum(self._body):
            raise ValueError("not a whole shelf of this format")
        self.digest: str = header["digest"]
        """Content hash of the folder."""
        self.compiler: str = header["compiler"]
        """Fingerprint of the code that compiled it."""
        self.entries = {rule_id: _entry(entry) for rule_id, entry in header["rules"].items()}
        self.tables: Mapping[str, tuple[int, int]] = header["tables"]

    def rule(self, rule_id: str) -> Rule:
        """One rule, unpacked."""
        entry = self.entries[rule_id]
        return unpack_rule(self._at(entry.start, entry.length))

    def page(self, rule_id: str) -> Page:
        """What a reader sees of it."""
        entry = self.entries[rule_id]
        return unpack_page(self._at(entry.start + entry.length, entry.page_length))

    def table(self, path: str) -> dict[str, Any]:
        """One file of vocabulary, units or catalogue, as TOML gives it."""
        found: dict[str, Any] = self._at(*self.tables[path])
        return found

    def phrases(self) -> dict[str, Any] | None:
        """The vocabulary as phrases; None where the folder's own files make none."""
        return self.table(PHRASES) if PHRASES in self.tables else None

    def pieces(self, rule_id: str) -> tuple[bytes, bytes]:
        """The packed rule and its page, to be used again in another shelf."""
        entry = self.entries[rule_id]
        middle = entry.start + entry.length
        return self._body[entry.start : middle], self._body[middle : middle + entry.page_length]

    def _at(self, start: int, length: int) -> Any:
        return json.loads(self._body[start : start + length])


def _entry(value: list[Any]) -> Entry:
    start, length, page_length, source, kind, check, named, mentions = value
    return Entry(start, length, page_length, source, kind, check, tuple(named), tuple(mentions))


class Writer:
    """Puts a shelf together."""

    def __init__(self) -> None:
        self._body = bytearray()
        self._rules: dict[str, list[Any]] = {}
        self._tables: dict[str, tuple[int, int]] = {}

    def rule(
        self,
        rule_id: str,
        pieces: tuple[bytes, bytes],
        source: str,
        about: tuple[str, str, tuple[str, ...], tuple[str, ...]],
    ) -> None:
        """Add a rule in packed form; `about` is its kind, its check, its concepts and its mentions."""
        self._rules[rule_id] = [len(self._body), len(pieces[0]), len(pieces[1]), source, *about]
        self._body += pieces[0] + pieces[1]

    def table(self, path: str, content: Mapping[str, Any]) -> None:
        """Add a file of vocabulary, units or catalogue."""
        data = dump(content)
        self._tables[path] = (len(self._body), len(data))
        self._body += data

    def data(self, digest: str, compiler: str) -> bytes:
        """The bytes of the shelf."""
        header = {
            "format": FORMAT,
            "digest": digest,
            "compiler": compiler,
            "body": checksum(bytes(self._body)),
            "rules": self._rules,
            "tables": self._tables,
        }
        return dump(header) + b"\n" + bytes(self._body)


def dump(value: Any) -> bytes:
    """JSON without spaces, on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def checksum(data: bytes) -> str:
    """A check against damage, not against malice: whoever can write the cache can write the rules."""
    return f"{crc32(data):08x}"


def concepts(rule: Rule) -> tuple[str, ...]:
    """The concepts of a rule, each once."""
    return tuple(dict.fromkeys(_named(rule)))


def _named(rule: Rule) -> Iterator[str]:
    return (variable.concept for variable in rule.variables.values() if variable.concept)
