"""One document as an editor has it, audited by the configuration that holds where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from auditor.check.baseline import load as load_baseline
from auditor.check.config import Config, find, load
from auditor.check.find import excluded
from auditor.check.hit import Checked
from auditor.check.session import Before, Given, Session, Settings
from auditor.cli.inputs import name
from auditor.errors import AuditorError
from auditor.report import View


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document with everything that is said of it."""

    view: View
    checked: Checked
    complaint: str
    """What is wrong with the configuration, which then does not hold; empty if nothing."""


def audited(path: Path, source: str) -> Sheet | None:
    """The audit of a text under its path; None for a document that the configuration leaves out."""
    document = Given(name(path), path, source)
    try:
        config = _config(path)
        if excluded(path, config.exclude, config.folder):
            return None
        known = load_baseline(config.folder / config.baseline) if config.baseline else None
        return _sheet(Session(Settings(config, before=Before(known))), document, "")
    except AuditorError as error:
        return _sheet(Session(Settings(Config())), document, str(error))


def _config(path: Path) -> Config:
    file = find(path.absolute().parent)
    return load(file) if file else Config()


def _sheet(session: Session, document: Given, complaint: str) -> Sheet:
    own, checker = session.own(document), session.checker
    view = checker.view(document.shown, document.text or "", own.outside)
    return Sheet(view, checker.sift(checker.flat(view), own), complaint)
