"""The progress bar of a terminal."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from auditor.batch.progress import Display, Lines, Moment, clock


class Bar:
    """A bar with counts, rate and time left, on standard error."""

    def __init__(self) -> None:
        # No thread of rich's own: the run calls often enough.
        self._bar = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[left]}"),
            console=Console(stderr=True), auto_refresh=False, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("audit", total=None, rate="", left="")
        self._bar.start()

    def show(self, moment: Moment) -> None:
        """Draws the bar anew."""
        share = moment.done / moment.total if moment.total else moment.fraction
        failed = f", {moment.account.failed} failed" if moment.account.failed else ""
        of = f" of {moment.total}" if moment.total is not None else ""
        self._bar.update(
            self._task,
            description=f"{moment.done}{of} documents{failed}",
            total=None if share is None else 1.0,
            completed=share or 0.0,
            rate=f"{moment.rate:.1f}/s",
            left="" if moment.left is None else f"{clock(moment.left)} left",
        )
        self._bar.refresh()

    def close(self, moment: Moment) -> None:
        """Takes the bar away."""
        self._bar.stop()


def display() -> Display:
    """A bar where standard error is a terminal, else a line a minute."""
    return Bar() if sys.stderr.isatty() else Lines()
