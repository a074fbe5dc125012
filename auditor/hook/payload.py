"""What an agent host tells a hook: a JSON object on standard input."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.errors import InputError

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")


@dataclass(frozen=True, slots=True)
class Event:
    """One call of a hook."""

    written: Path | None
    """The markdown file that a tool has just written; None at the end of a turn, or for other files."""
    ending: bool
    """Whether the agent is about to stop."""
    again: bool
    """Whether it goes on only because a hook has stopped it before."""


def payload(text: str) -> Event:
    """The event. Raises InputError for what is no JSON object."""
    try:
        table = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise InputError("the hook's input is no JSON") from error
    if not isinstance(table, dict):
        raise InputError("the hook's input is no JSON object")
    return Event(
        written=_written(table),
        ending=str(table.get("hook_event_name", "Stop")) in ("Stop", "SubagentStop"),
        again=table.get("stop_hook_active") is True,
    )


def _written(table: dict[str, Any]) -> Path | None:
    tool = table.get("tool_input")
    name = tool.get("file_path") if isinstance(tool, dict) else None
    if not isinstance(name, str) or not name.lower().endswith(_SUFFIXES):
        return None
    folder = table.get("cwd")
    return Path(folder, name) if isinstance(folder, str) else Path(name)
