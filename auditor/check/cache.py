"""Results by content: a document that did not change is not audited again, wherever it lies and whatever its dates."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor import __version__
from auditor.check.hit import Case, Checked, Hit, Mark, Repair

FOLDER = Path(".auditor_cache")
_FORM = "2"
"""Changes when the records do."""
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of the auditor; it may be deleted at any time.\n"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of results."""

    folder: Path
    rules: str
    """Content hash of the rulebook: other rules, other results."""

    def get(self, path: str, source: str, beside: str = "") -> Checked | None:
        """The result for a text, under the path that it has now; None where there is none or it cannot be read.

        `beside` tells the documents that it was held against.
        """
        try:
            kept = json.loads(self._file(source, beside).read_text(encoding="utf-8"))
            return _checked(path, source, kept)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, checked: Checked, beside: str = "") -> None:
        """Keeps a result; a folder that cannot be written is no failure."""
        place = self._file(checked.source, beside)
        kept = {key: value for key, value in asdict(checked).items() if key not in ("path", "source")}
        try:
            self._make(place.parent)
            handle, name = tempfile.mkstemp(dir=place.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(kept, file, ensure_ascii=False)
            Path(name).replace(place)
        except OSError:
            return

    def _file(self, source: str, beside: str) -> Path:
        digest = sha256("\0".join((_FORM, self.rules, beside, source)).encode()).hexdigest()
        return self.folder / __version__ / digest[:2] / f"{digest[2:]}.json"

    def _make(self, folder: Path) -> None:
        if not (self.folder / "CACHEDIR.TAG").exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")
            (self.folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
        folder.mkdir(parents=True, exist_ok=True)


def _checked(path: str, source: str, kept: Mapping[str, Any]) -> Checked:
    fields = {key: value for key, value in kept.items() if key not in ("hits", "cases", "comments")}
    return Checked(
        path=path,
        source=source,
        hits=tuple(_hit(hit) for hit in kept["hits"]),
        cases=tuple(Case(**case) for case in kept["cases"]),
        comments=tuple(Mark(**mark) for mark in kept["comments"]),
        **fields,
    )


def _hit(kept: Mapping[str, Any]) -> Hit:
    fields = {key: value for key, value in kept.items() if key not in ("place", "related", "account", "repair")}
    return Hit(
        place=Mark(**kept["place"]) if kept["place"] else None,
        related=tuple(Mark(**mark) for mark in kept["related"]),
        account=tuple((heading, tuple(lines)) for heading, lines in kept["account"]),
        repair=Repair(**kept["repair"]) if kept["repair"] else None,
        **fields,
    )
