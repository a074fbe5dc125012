"""The configuration of a project: `[tool.auditor]` of pyproject.toml, or auditor.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from auditor.errors import UsageError

FILES = ("auditor.toml", ".auditor.toml", "pyproject.toml")
"""Looked for in this order, in the folder and then in those above it."""

LEVELS = ("error", "warning", "any", "never")


@dataclass(frozen=True, slots=True)
class Config:
    """What a project asks of its checks."""

    folder: Path = Path()
    """Where the file lies: paths and globs of it are relative to this folder."""
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    brief: str = ""
    against: tuple[str, ...] = ()
    per_file_briefs: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    fail_on: str = "error"
    min_coverage: float = 0.0
    baseline: str = ""
    output_format: str = "full"


@dataclass(frozen=True, slots=True)
class _Key:
    form: str
    """`names`, `table`, `texts`, `level`, `percent` or `text`."""
    says: str


_KEYS = {
    "select": _Key("names", "Rules to report: ids, folders or kind:NAME; all if empty."),
    "extend-select": _Key("names", "Rules to report beside those of select."),
    "ignore": _Key("names", "Rules not to report."),
    "exclude": _Key("names", "Globs of documents that are not checked, relative to this file."),
    "per-file-ignores": _Key("table", "Rules not to report in some documents, by glob relative to this file."),
    "brief": _Key("text", "The configuration that all reports are held against, relative to this file."),
    "against": _Key("names", "Plans that the reports verify, relative to this file."),
    "per-file-briefs": _Key("texts", "Briefs of some documents, by glob relative to this file; the first that fits."),
    "limits": _Key("names", "What one document may cost, as --limit takes it: numerals=50000, bytes=…, seconds=…."),
    "rules": _Key("names", "Further folders of rules, relative to this file."),
    "fail-on": _Key("level", "From which severity on the exit code is 1."),
    "min-coverage": _Key("percent", "The least share of the claims that has to be decided, in per cent."),
    "baseline": _Key("text", "A file of known findings, relative to this file."),
    "output-format": _Key("text", "The form of the output where the command line names none."),
}

_NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "names": _NAMES,
    "table": {"type": "object", "additionalProperties": _NAMES},
    "texts": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
    "level": {"enum": list(LEVELS)},
    "percent": {"type": "number", "minimum": 0, "maximum": 100},
    "text": {"type": "string", "minLength": 1},
}
_WANTED = {
    "names": "a list of texts",
    "table": "a table of lists of texts",
    "texts": "a table of texts",
    "level": f"one of {', '.join(LEVELS)}",
    "percent": "a number from 0 to 100",
    "text": "a text",
}


def find(folder: Path) -> Path | None:
    """The nearest configuration at or above a folder, up to the root of its repository."""
    for place in (folder, *folder.parents):
        for name in FILES:
            file = place / name
            if file.is_file() and (name != "pyproject.toml" or _section(file) is not None):
                return file
        if (place / ".git").exists():
            return None
    return None


def load(file: Path) -> Config:
    """A configuration. Raises UsageError with the file, the key and the nearest name for what is wrong."""
    table = _section(file)
    if table is None:
        raise UsageError(f"{file} has no section [tool.auditor]")
    for key, value in table.items():
        if key not in _KEYS:
            close = get_close_matches(key, _KEYS, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(_KEYS)}"
            raise UsageError(f"{file}: no setting is called {key!r}; {hint}")
        if not _fits(_KEYS[key].form, value):
            raise UsageError(f"{file}: {key} should be {_WANTED[_KEYS[key].form]}")
    values = {key.replace("-", "_"): _frozen(value) for key, value in table.items()}
    return Config(folder=file.parent, **values)


def schema() -> str:
    """The JSON Schema of auditor.toml and of [tool.auditor]."""
    properties = {name: {"description": key.says, **_SCHEMAS[key.form]} for name, key in _KEYS.items()}
    table = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of the auditor",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
    return json.dumps(table, indent=2) + "\n"


def _section(file: Path) -> dict[str, Any] | None:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the configuration {file} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise UsageError(f"the configuration {file} is no TOML: {error}") from error
    if file.name != "pyproject.toml":
        return table
    tools = table.get("tool", {})
    section = tools.get("auditor") if isinstance(tools, dict) else None
    if section is not None and not isinstance(section, dict):
        raise UsageError(f"{file}: tool.auditor should be a table")
    return section


def _fits(form: str, value: object) -> bool:
    if form == "names":
        return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
    if form == "table":
        return isinstance(value, dict) and all(_fits("names", each) for each in value.values())
    if form == "texts":
        return isinstance(value, dict) and all(_fits("text", each) for each in value.values())
    if form == "percent":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100
    return isinstance(value, str) and bool(value) and (form != "level" or value in LEVELS)


def _frozen(value: object) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return {key: _frozen(each) for key, each in value.items()} if isinstance(value, dict) else value
