"""Findings that were there before: a file of their fingerprints, so that only new ones count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from auditor.check.hit import Checked
from auditor.errors import UsageError

SCHEMA = "auditor.baseline/1"

Known = dict[str, dict[str, str]]
"""By path: what each fingerprint is about."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings; paths are relative to the folder of the file."""

    folder: Path
    known: Known

    def silence(self, checked: Checked) -> Checked:
        """The document with the known findings silenced."""
        known = self.known.get(self.name(checked.path), {})
        hits = (
            replace(hit, silenced="baseline") if hit.fingerprint in known and not hit.silenced else hit
            for hit in checked.hits
        )
        return replace(checked, hits=tuple(hits))

    def name(self, path: str) -> str:
        """A document's path as the file has it."""
        place = Path(path).absolute()
        folder = self.folder.absolute()
        return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else path

    def of(self, documents: Iterable[Checked]) -> Known:
        """What the findings of these documents come to, those that count or are known."""
        return {
            self.name(checked.path): {hit.fingerprint: f"{hit.code}: {hit.message}" for hit in hits}
            for checked in documents
            if (hits := [hit for hit in checked.hits if hit.silenced in ("", "baseline")])
        }

    def pruned(self, documents: Iterable[Checked]) -> Known:
        """What is known, without what these documents no longer have and documents that are gone."""
        now = {self.name(checked.path): {hit.fingerprint for hit in checked.hits} for checked in documents}
        kept = {
            path: {name: told for name, told in known.items() if path not in now or name in now[path]}
            for path, known in self.known.items()
            if path in now or (self.folder / path).exists()
        }
        return {path: known for path, known in kept.items() if known}


def load(path: Path) -> Baseline:
    """The baseline of a file. Raises UsageError for one that is not there or is something else."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        what = f"the baseline {path} cannot be read: {error.strerror}"
        raise UsageError(f"{what}; `auditor baseline write` makes one") from error
    except ValueError as error:
        raise UsageError(f"the baseline {path} is no JSON") from error
    if not _sound(table):
        raise UsageError(f"the baseline {path} is not one: its schema should be {SCHEMA}")
    return Baseline(path.parent, table["findings"])


def dumps(known: Mapping[str, Mapping[str, str]]) -> str:
    """The text of a baseline, sorted, a finding a line: it merges well."""
    return json.dumps({"schema": SCHEMA, "findings": known}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _sound(table: Any) -> bool:
    return (
        isinstance(table, dict)
        and table.get("schema") == SCHEMA
        and isinstance(table.get("findings"), dict)
        and all(isinstance(known, dict) for known in table["findings"].values())
    )
