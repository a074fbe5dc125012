"""The records of a batch: what comes in, what is asked of a worker, what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a source."""

    id: str
    """The file's path below the source, the `id` of its row, or a digest of the text where the row has none."""
    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """The other columns of its row; they go into the result untouched."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in a source that should be a document and is none: it costs one error row."""

    id: str
    """The file's path, with the line or row inside it."""
    reason: str
    """not_unicode, malformed, no_text, too_large, truncated or unreadable."""
    message: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document has no audit."""

    stage: str
    """`read`, the stage of the pipeline that raised, or `audit` where that cannot be told."""
    reason: str
    """timeout, memory, crash, exception, or a reason of Unreadable."""
    message: str
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """What a job gives for one document."""

    verdict: str
    declared: str | None = None
    """What the report says of itself."""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    audit: Mapping[str, Any] = field(default_factory=dict)
    """The audit with the fields of the audit JSON."""


class Job(Protocol):
    """What is done to each document, in a worker process: it must pickle, and keep nothing between documents."""

    def __call__(self, document: Document, /) -> Result:
        """The result of one document; what it raises becomes an error row."""


@dataclass(frozen=True, slots=True)
class Task:
    """One document on its way through the workers."""

    number: int
    """Place among the documents of this run that are to be audited."""
    key: bytes
    """Content hash of document, rules and configuration."""
    document: Document
    attempts: int = 0
    """How many workers died of it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the index keeps of a row."""

    status: str
    """audited or failed."""
    verdict: str = ""
    """The document's verdict; the reason of the failure for a failed one."""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    brief: str = ""
    """What the index page says of an audited document, as JSON."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the output."""

    id: str
    key: bytes
    line: bytes
    """JSON without a newline, as shards take it."""
    tally: Tally


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task that came back."""

    task: Task
    answer: Row | Failure
