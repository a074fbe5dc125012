"""How good the audits are: held against the judgements of experts, and against slips made on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.evaluate.data import as_json
from auditor.evaluate.figures import Figures, by_kind, by_report, by_rule, by_severity, together
from auditor.evaluate.gold import Gold, Item, load
from auditor.evaluate.mutate import Trial, mutate, mutate_all
from auditor.evaluate.page import page
from auditor.evaluate.record import measured, toml
from auditor.evaluate.score import Alarm, Score, score
from auditor.evaluate.slips import KINDS, Slip, slips
from auditor.evaluate.trials import Caught, caught, trial_json, trial_page

if TYPE_CHECKING:
    from auditor.rulebook import Rulebook

__all__ = [
    "KINDS",
    "Alarm",
    "Caught",
    "Figures",
    "Gold",
    "Item",
    "Score",
    "Slip",
    "Trial",
    "as_json",
    "by_kind",
    "by_report",
    "by_rule",
    "by_severity",
    "caught",
    "evaluate",
    "load",
    "measured",
    "mutate",
    "mutate_all",
    "page",
    "score",
    "slips",
    "together",
    "toml",
    "trial_json",
    "trial_page",
]


def evaluate(corpora: Iterable[Path], rulebook: Rulebook | None = None, *, brief: bool = False) -> tuple[Score, ...]:
    """The scores of all reports of some folders, by the shipped rules unless others are given.

    Raises what `load` raises.
    """
    from auditor.audit import judge

    return tuple(score(gold, judge(gold.text, rulebook)) for folder in corpora for gold in load(folder, brief=brief))
