"""Where a document comes from, and whether its licence lets a dataset repeat it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.dataset.audits import Audited

OPEN = frozenset({
    "0bsd", "afl-3.0", "apache-2.0", "artistic-2.0", "bsd", "bsd-2-clause", "bsd-3-clause", "bsl-1.0", "cc-by-2.0",
    "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc0-1.0", "cdla-permissive-1.0", "cdla-permissive-2.0",
    "gpl-2.0", "gpl-3.0", "isc", "lgpl-3.0", "mit", "mpl-2.0", "odc-by", "pddl", "unlicense", "wtfpl", "zlib",
})  # fmt: skip
"""Licences under which a text may be repeated and excerpted; no licence is none of them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The provenance of one document."""

    source: str
    """Repository or collection: what stays in one split; empty if unknown."""
    url: str
    path: str
    commit: str
    licence: str
    """In lower case, as SPDX names it; empty if unknown."""
    generator: str
    """The model or agent that wrote the document."""
    retrieved: str
    synthetic: bool
    open: bool
    """Whether the dataset may hold its text."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for documents whose metadata do not say."""

    licence: str = ""
    source: str = ""
    allowed: Collection[str] = field(default_factory=lambda: OPEN)
    """Licences whose texts go into the dataset."""

    def origin(self, document: Audited) -> Origin:
        """The provenance that a document's metadata give."""
        metadata = document.metadata
        licence = (_first(metadata, "license", "licence") or self.licence).lower()
        return Origin(
            source=_first(metadata, "source", "repo", "repository", "collection") or self.source,
            url=_first(metadata, "source_url", "url"),
            path=_first(metadata, "path", "file") or document.id,
            commit=_first(metadata, "commit", "revision", "sha"),
            licence=licence,
            generator=_first(metadata, "generator", "model", "author"),
            retrieved=_first(metadata, "retrieved_at", "date", "timestamp"),
            synthetic=metadata.get("synthetic") is True,
            open=licence in self.allowed,
        )


def _first(metadata: Mapping[str, Any], *names: str) -> str:
    return next((str(metadata[name]) for name in names if metadata.get(name) not in (None, "")), "")
