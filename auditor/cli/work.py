"""Audits the documents of a command line; one that fails is said so and does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.audit import documents, judge, own_rules
from auditor.cli.complaints import complain, crashed
from auditor.cli.inputs import Inputs, name, read
from auditor.errors import InputError
from auditor.facts import Outside
from auditor.limits import USUAL, Limits
from auditor.report import View


def beside(brief: Path | None, plans: Sequence[Path]) -> tuple[Outside, ...]:
    """The documents beside the reports: the brief first. Raises InputError for one that cannot be read."""
    from auditor.premises import load

    return documents(None if brief is None else load(brief), [load(plan) for plan in plans], own_rules())


def audits(inputs: Inputs, outside: Sequence[Outside] = (), limits: Limits = USUAL) -> Iterator[tuple[Path, View]]:
    """Each document with its audit, in order; what cannot be audited is left out and said on standard error."""
    rules = own_rules()
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
