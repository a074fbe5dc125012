"""What came of many slips: the share caught, by kind and by rule, and what was accused beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from auditor.evaluate.mutate import Trial
from auditor.evaluate.page import share, table
from auditor.evaluate.slips import KINDS
from auditor.text import visible


@dataclass(frozen=True, slots=True)
class Caught:
    """How many slips there were, and what became of them."""

    made: int
    true: int
    """Left the claim true, and do not count."""
    caught: int
    doubted: int
    """Cost the claim its support, without a finding."""
    missed: int
    """Left the claim supported."""

    @property
    def share(self) -> tuple[int, int]:
        """What was caught, of what counts."""
        return self.caught, self.made - self.true


def caught(trials: Iterable[Trial]) -> Caught:
    """The counts of some trials."""
    outcomes = Counter(trial.outcome for trial in trials)
    return Caught(outcomes.total(), *(outcomes[name] for name in ("true", "caught", "doubted", "missed")))


def trial_page(trials: Sequence[Trial], *, lists: bool = True) -> str:
    """The figures as text; `lists` adds every slip that was not caught."""
    strong, weak = [t for t in trials if not t.weak], [t for t in trials if t.weak]
    kinds = _groups(strong, lambda trial: trial.kind)
    accused = [trial for trial in trials if trial.elsewhere]
    sections = [
        f"{len(trials)} slips in supported claims\n"
        f"caught     {share(caught(strong).share)}\n"
        f"weak       {share(caught(weak).share)} caught where the check says that it only confirms\n"
        f"unnoticed  {share(_unnoticed(trials))} left the claim supported\n"
        f"elsewhere  {len(accused)} slips led to findings that do not rest on them",
        _table("slip", {kind: kinds[kind] for kind in KINDS if kind in kinds}),
        _table("supported by", _groups(strong, lambda trial: trial.rule)),
        _table("weakly supported by", _groups(weak, lambda trial: trial.rule)),
        _listed("accused elsewhere", (f"{_line(trial)}: {'; '.join(trial.elsewhere)}" for trial in accused)),
    ]
    if lists:
        for outcome in ("missed", "doubted"):
            sections.append(_listed(outcome, (_line(trial) for trial in strong if trial.outcome == outcome)))
    return "\n\n".join(section for section in sections if section) + "\n"


def _unnoticed(trials: Sequence[Trial]) -> tuple[int, int]:
    counts = caught(trials)
    return counts.missed, counts.made - counts.true


def trial_json(trials: Sequence[Trial]) -> dict[str, Any]:
    """The same as plain dicts; `weak` counts the slips in claims whose check only confirms, the rest all others."""
    strong = [trial for trial in trials if not trial.weak]
    return {
        "total": _fields(caught(strong)),
        "weak": _fields(caught(trial for trial in trials if trial.weak)),
        "by_kind": {kind: _fields(group) for kind, group in _groups(strong, lambda trial: trial.kind).items()},
        "by_rule": {rule: _fields(group) for rule, group in _groups(strong, lambda trial: trial.rule).items()},
        "trials": [asdict(trial) for trial in trials],
    }


def _groups(trials: Iterable[Trial], key: Callable[[Trial], str]) -> dict[str, Caught]:
    groups: dict[str, list[Trial]] = defaultdict(list)
    for trial in trials:
        groups[key(trial)].append(trial)
    return {name: caught(groups[name]) for name in sorted(groups)}


def _fields(group: Caught) -> dict[str, Any]:
    part, whole = group.share
    return {**asdict(group), "share": part / whole if whole else None}


def _table(head: str, groups: Mapping[str, Caught]) -> str:
    return table((head, "made", "left true", "caught", "doubted", "missed", "share"), _rows(groups))


def _rows(groups: Mapping[str, Caught]) -> Iterator[list[str]]:
    for name, group in groups.items():
        part, whole = group.share
        counts = (group.made, group.true, group.caught, group.doubted, group.missed)
        yield [name, *map(str, counts), f"{part / whole:.0%}".replace("%", " %") if whole else ""]


def _listed(title: str, lines: Iterable[str]) -> str:
    found = [f"  {visible(line)}" for line in lines]
    return "\n".join([title, *found]) if found else ""


def _line(trial: Trial) -> str:
    return f"{trial.report}.md:{trial.line} {trial.kind} ({trial.rule}): {trial.before} → {trial.after}"
