"""A folder of audits made into a dataset repository."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from auditor.dataset.audits import Audits
from auditor.dataset.card import card
from auditor.dataset.croissant import croissant
from auditor.dataset.datasheet import datasheet
from auditor.dataset.facts import Facts
from auditor.dataset.origin import Terms
from auditor.dataset.rows import Sheet
from auditor.dataset.split import assign
from auditor.dataset.writer import Writer
from auditor.errors import UsageError

METADATA = "croissant.json"


def build(audits: Path, out: Path, terms: Terms | None = None, *, name: str = "", day: str = "") -> Facts:
    """Writes a dataset repository, whole or not at all, in place of an earlier one; what it holds.

    `day` is the date of publication, today unless given. Raises InputError for a folder without audits, UsageError for
    a target that is something else than a dataset, or without pyarrow.
    """
    source = Audits(audits)
    source.check()
    if out.exists() and any(out.iterdir()) and not (out / METADATA).exists():
        raise UsageError(f"{out} is there and no dataset: choose another folder")
    new = out.with_name(f".{out.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        facts = _written(source, new, terms or Terms(), name or out.name, day or datetime.now(UTC).date().isoformat())
        _take_place(new, out)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return facts


def _written(audits: Audits, folder: Path, terms: Terms, name: str, day: str) -> Facts:
    assignment = assign(audits, terms)
    facts = Facts(failed=audits.failed(), groups=assignment.groups, sourceless=assignment.sourceless)
    folder.mkdir(parents=True)
    writer = Writer(folder)
    for number, audited in enumerate(audits):
        split, sheet = assignment[number], Sheet(audited, terms.origin(audited))
        document, claims, findings = sheet.document(), list(sheet.claim_rows()), list(sheet.finding_rows())
        facts.document(split, document)
        for claim in claims:
            facts.claim(split, claim)
        for finding in findings:
            facts.finding(split, finding)
        for config, rows in (("documents", [document]), ("claims", claims), ("findings", findings)):
            writer.add(config, split, rows)
    files = writer.finish()
    metadata = json.dumps(croissant(name, facts, folder, files, day), ensure_ascii=False, indent=1)
    for path, text in (
        ("README.md", card(name, facts)),
        ("DATASHEET.md", datasheet(name, facts)),
        (METADATA, metadata),
    ):
        (folder / path).write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    return facts


def _take_place(new: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        out.rename(old)
    new.rename(out)
    shutil.rmtree(old, ignore_errors=True)
