"""What is asked of a check, and what that means for one document: its briefs, and the sieves of its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from auditor.audit import documents, rules_with
from auditor.check.baseline import Baseline
from auditor.check.cache import FOLDER, Cache
from auditor.check.changed import within
from auditor.check.config import Config
from auditor.check.git import base, changes, earlier
from auditor.check.globs import matches
from auditor.check.hit import Checked
from auditor.check.run import Checker, Own, Sieve, at_least, only, suppressions
from auditor.check.select import names, selection
from auditor.check.weaker import no_weaker
from auditor.cli.complaints import left_aside
from auditor.cli.inputs import absolute, read
from auditor.errors import UsageError
from auditor.facts import Outside, Rank
from auditor.limits import Limits, given
from auditor.rulebook import Rulebook


class Given(NamedTuple):
    """One document that is to be checked."""

    shown: str
    path: Path
    text: str | None
    """None for a file that is still to be read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Rules by id, folder or kind:NAME."""

    select: Sequence[str] = ()
    extend: Sequence[str] = ()
    ignore: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """What was there before, and what is asked in view of it."""

    baseline: Baseline | None = None
    """Known findings do not count."""
    diff_base: str = ""
    """A revision: only what changed since then counts."""
    no_weaker_than: str = ""
    """A file, folder or revision: what it said more firmly counts, too."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line and the configuration ask of a check together."""

    config: Config
    rules: Choice = Choice()
    before: Before = Before()
    brief: Path | None = None
    """For all documents, whatever the configuration says."""
    against: Sequence[Path] = ()
    min_coverage: float | None = None
    """None for that of the configuration."""
    ignore_suppressions: bool = False
    cache: Path | None = FOLDER
    limit: Sequence[str] = ()
    """Limits as NAME=NUMBER, beside those of the configuration."""
    folders: Sequence[Path] = ()
    """Folders of rules, beside those of the configuration."""
    failing: frozenset[str] = frozenset({"error"})

    @property
    def book(self) -> Rulebook:
        """The rules, those of further folders added. Raises RulebookError for a wrong one."""
        return rules_with([*(self.config.folder / each for each in self.config.rules), *self.folders])

    @property
    def limits(self) -> Limits:
        """What a document may cost. Raises UsageError for a limit that there is not."""
        return given((*self.config.limits, *self.limit))


@dataclass(slots=True)
class Session:
    """One check: its settings carried out for a document at a time. Raises AuditorError for settings that are wrong."""

    settings: Settings
    checker: Checker = field(init=False)
    _commit: str = field(init=False)
    _beside: dict[Path | None, tuple[Outside, ...]] = field(init=False, default_factory=dict)
    """What stands beside the documents, by brief: each file is read once."""

    def __post_init__(self) -> None:
        self.checker = _checker(self.settings)
        self._commit = base(since, Path.cwd()) if (since := self.settings.before.diff_base) else ""
        # One that cannot be read is said once, not with every document.
        self._outside(self.settings.brief or _path(self.settings.config, self.settings.config.brief))

    def check(self, document: Given) -> Checked:
        """One document. Raises InputError if it, or its brief, cannot be read."""
        text = read(document.path, self.checker.limits.bytes) if document.text is None else document.text
        return self.checker.check(document.shown, text, self.own(document))

    def own(self, document: Given) -> Own:
        """What holds for one document alone. Raises InputError if its brief cannot be read."""
        return Own(self._outside(self._brief(document)), self._first(document), self._last(document))

    def _brief(self, document: Given) -> Path | None:
        """The brief of the command line, else the first in the configuration whose glob fits, else the general one."""
        config = self.settings.config
        shown = _within(config, document.path)
        fitting = (brief for glob, brief in config.per_file_briefs.items() if matches(shown, glob))
        return self.settings.brief or _path(config, next(fitting, config.brief))

    def _outside(self, brief: Path | None) -> tuple[Outside, ...]:
        from auditor.premises import load

        if brief not in self._beside:
            config = self.settings.config
            plans = self.settings.against or [config.folder / plan for plan in config.against]
            sources = [load(plan) for plan in plans]
            found = documents(load(brief) if brief else None, sources, self.checker.book)
            # A plan that several briefs share is spoken of once.
            left_aside(each for each in found if not self._beside or each.rank is Rank.BRIEF)
            self._beside[brief] = found
        return self._beside[brief]

    def _first(self, document: Given) -> tuple[Sieve, ...]:
        """The sieves of one document that come first: what it said before, and rules ignored by its name."""
        config, book = self.settings.config, self.checker.book
        shown = _within(config, document.path)
        wanted = [rules for glob, rules in config.per_file_ignores.items() if matches(shown, glob)]
        dropped = names(book, [rule for rules in wanted for rule in rules])
        sieves: list[Sieve] = [only(lambda hit: hit.code not in dropped)] if dropped else []
        previous = self.settings.before.no_weaker_than
        before = _earlier(document, previous) if previous else None
        if before is not None:
            sieves.append(lambda each: no_weaker(each, before, book))
        return tuple(sieves)

    def _last(self, document: Given) -> tuple[Sieve, ...]:
        """Its last sieve: what changed in it."""
        if not self._commit:
            return ()
        if document.text is not None:
            raise UsageError("--diff-base needs files: git knows no changes of standard input")
        found = changes(document.path, self._commit)
        return (lambda each: within(each, found),)


def _checker(settings: Settings) -> Checker:
    book, config, rules = settings.book, settings.config, settings.rules
    extend, ignore = (*config.extend_select, *rules.extend), (*config.ignore, *rules.ignore)
    sieves: list[Sieve] = [only(selection(book, rules.select or config.select, extend, ignore))]
    if not settings.ignore_suppressions:
        sieves.insert(0, suppressions(book))
    if settings.before.baseline is not None:
        sieves.append(settings.before.baseline.silence)
    coverage = config.min_coverage if settings.min_coverage is None else settings.min_coverage
    if coverage:
        sieves.append(at_least(coverage))
    return Checker(book, Cache(settings.cache, book.digest) if settings.cache else None, tuple(sieves), settings.limits)


def _within(config: Config, path: Path) -> str:
    """A path as the globs of the configuration see it."""
    root, place = absolute(config.folder), absolute(path)
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else path.name


def _path(config: Config, name: str) -> Path | None:
    return config.folder / name if name else None


def _earlier(document: Given, previous: str) -> str | None:
    """The earlier version of a document: a file, its namesake in a folder, or what a git revision has."""
    place = Path(previous)
    if not place.exists():
        return earlier(document.path, previous)
    if not place.is_dir():
        return read(place)
    shown = Path(document.shown)
    namesake = place / (shown.name if shown.is_absolute() else shown)
    return read(namesake) if namesake.exists() else None
