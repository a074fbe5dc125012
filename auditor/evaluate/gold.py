"""What an expert says of a report: NAME.gold.yaml beside NAME.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from auditor.errors import InputError, UsageError
from auditor.span import Lines, Span

SUFFIX = ".gold.yaml"
STATUSES = ("must_find", "must_confirm", "may_find")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Item:
    """One judgement of the expert."""

    status: str
    """One of STATUSES."""
    lines: tuple[int, ...]
    """The lines involved, that of the claim first."""
    quote: str
    span: Span
    """Where the quote stands, on the first of the lines."""
    numbers: frozenset[float]
    """What the quote, the stated and the expected value write."""
    kind: str = ""
    severity: str = "error"
    note: str = ""
    """What should stand there, or why the claim is right or arguable."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A report with its judgements."""

    name: str
    text: str
    must_find: tuple[Item, ...]
    must_confirm: tuple[Item, ...]
    may_find: tuple[Item, ...]


def load(folder: Path, *, brief: bool = False) -> tuple[Gold, ...]:
    """Every report of a folder that has a gold file, by name; `brief` also takes what only the brief lets one prove.

    Raises InputError for a folder without any and for a gold file that is wrong, UsageError where PyYAML is missing.
    """
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    if not paths:
        raise InputError(f"{folder} holds no report with its judgement (NAME.md with NAME{SUFFIX})")
    return tuple(_gold(path, brief=brief) for path in paths)


def numbers(*texts: object) -> frozenset[float]:
    """The numbers that some texts write; None writes none."""
    written = (found for text in texts if text is not None for found in _NUMBER.findall(str(text)))
    return frozenset(float(number.replace(",", "")) for number in written)


def _gold(path: Path, *, brief: bool) -> Gold:
    name = path.name.removesuffix(SUFFIX)
    try:
        text = path.with_name(f"{name}.md").read_bytes().decode()
        raw = _yaml().load(path.read_text(encoding="utf-8"), Loader=getattr(_yaml(), "CSafeLoader", _yaml().SafeLoader))
    except (OSError, ValueError, _yaml().YAMLError) as error:
        raise InputError(f"{path}: the report and its judgement cannot be read ({error})".replace("\n", " ")) from error
    if not isinstance(raw, dict):
        raise InputError(f"{path}: a judgement has the keys {', '.join(STATUSES)}")
    items = list(_items(path, raw, text, brief=brief))
    return Gold(name, text, *(tuple(item for item in items if item.status == status) for status in STATUSES))


def _items(path: Path, raw: dict[str, Any], text: str, *, brief: bool) -> Iterator[Item]:
    starts = [*Lines(text).starts, len(text) + 1]
    for status in (*STATUSES, "with_brief") if brief else STATUSES:
        for number, item in enumerate(raw.get(status) or [], 1):
            try:
                yield _item(item["status"] if status == "with_brief" else status, item, text, starts)
            except (KeyError, TypeError, ValueError, IndexError) as error:
                raise InputError(f"{path}: {status}, item {number}: {_complaint(error)}") from error


def _item(status: str, raw: dict[str, Any], text: str, starts: list[int]) -> Item:
    lines, quote = tuple(int(line) for line in raw["lines"]), str(raw["quote"])
    start = text.find(quote, starts[lines[0] - 1], starts[lines[0]])
    if status not in STATUSES or start < 0 or lines[0] < 1:
        raise ValueError(f"{quote!r} does not stand on line {lines[0]}")
    return Item(
        status=status,
        lines=lines,
        quote=quote,
        span=Span(start, start + len(quote)),
        numbers=numbers(quote, raw.get("stated"), raw.get("expected")),
        kind=str(raw.get("kind", "")),
        severity=str(raw.get("severity", "error")),
        note=str(raw.get("expected") or raw.get("derivation") or raw.get("why") or ""),
    )


def _complaint(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return "there is no such line" if isinstance(error, IndexError) else str(error)


def _yaml() -> ModuleType:
    try:
        import yaml
    except ImportError as error:
        raise UsageError(
            "judgements are YAML, which needs PyYAML: install it with pip install 'claim-auditor[evaluate]'"
        ) from error
    return yaml
