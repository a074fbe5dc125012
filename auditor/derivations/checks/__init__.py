"""What a relation cannot express: small functions that rule files name, each over the facts of one document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from auditor.derivations.checks import (
    asked,
    catalogue,
    column_share,
    comparison,
    conversion,
    correction,
    difference,
    division,
    elsewhere,
    equation,
    outside,
    parts,
    ratio,
    requirement,
    restatement,
    total,
)
from auditor.derivations.derivation import Derivation
from auditor.facts import Facts

Check = Callable[[Facts, str], Iterator[Derivation]]

CHECKS: Mapping[str, Check] = {
    "asked": asked.check,
    "brief": outside.check,
    "catalogue": catalogue.check,
    "column_share": column_share.check,
    "comparison": comparison.check,
    "conversion": conversion.check,
    "correction": correction.check,
    "difference": difference.check,
    "division": division.check,
    "elsewhere": elsewhere.check,
    "equation": equation.check,
    "margin": asked.check_margin,
    "other_model": outside.check_model,
    "parts": parts.check,
    "ratio": ratio.check,
    "requirement": requirement.check,
    "restatement": restatement.check,
    "total": total.check,
}
"""By the name that a rule file gives as `check`; each takes the facts and the rule's id."""
