"""Audits the documents of a command line; one that fails is said so and does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from auditor.audit import judge, own_rules
from auditor.cli.complaints import complain, crashed
from auditor.cli.inputs import Inputs, name, read
from auditor.errors import InputError
from auditor.report import View


def audits(inputs: Inputs) -> Iterator[tuple[Path, View]]:
    """Each document with its audit, in order; what cannot be audited is left out and said on standard error."""
    rules = own_rules()
    for file in inputs.files:
        try:
            view = View(judge(read(file), rules), path=name(file), rules=rules.digest, book=rules)
        except InputError as error:
            complain(str(error))
        except Exception as error:
            crashed(error, name(file))
        else:
            yield file, view
