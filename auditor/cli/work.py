"""Audits the documents of a command line; one that fails is said so and does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.audit import documents, judge, own_rules
from auditor.cli.complaints import complain, crashed, left_aside
from auditor.cli.inputs import Inputs, name, read
from auditor.errors import InputError
from auditor.facts import Outside
from auditor.limits import USUAL, Limits
from auditor.report import View
from auditor.rulebook import Rulebook


def beside(brief: Path | None, plans: Sequence[Path], rules: Rulebook) -> tuple[Outside, ...]:
    """The documents beside the reports: the brief first. Raises InputError for one that cannot be read."""
    from auditor.premises import load

    found = documents(None if brief is None else load(brief), [load(plan) for plan in plans], rules)
    left_aside(found)
    return found


def audits(
    inputs: Inputs, outside: Sequence[Outside] = (), limits: Limits = USUAL, rules: Rulebook | None = None
) -> Iterator[tuple[Path, View]]:
    """Each document with its audit, in order; what cannot be audited is left out and said on standard error."""
    rules = rules or own_rules()
    for file in inputs.files:
        try:
            found = judge(read(file, limits.bytes), rules, outside, limits)
            view = View(found, path=name(file), rules=rules.digest, book=rules)
        except InputError as error:
            complain(str(error))
        except Exception as error:
            crashed(error, name(file))
        else:
            yield file, view
