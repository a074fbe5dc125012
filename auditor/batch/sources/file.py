"""A file of a source, wherever it lies, and the one way its bytes are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst", ".ndjson.zst")
TABLES = (".parquet",)
KNOWN = (*MARKDOWN, *LINES, *TABLES)
"""What is read inside a folder; a file that is named itself is a document whatever it is called."""


@dataclass(frozen=True, slots=True)
class File:
    """One file."""

    name: str
    """Its path below the source, `/` between the parts: the id of its document."""
    size: int
    """In bytes; 0 where it cannot be told."""
    open: Callable[[], BinaryIO]
    """Opens it for reading; raises OSError."""


def wanted(name: str) -> bool:
    """Whether a file of this name is read when its folder is named."""
    return name.lower().endswith(KNOWN) and not name.startswith(".")
