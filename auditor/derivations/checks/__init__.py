"""What a relation cannot express: small functions that rule files name, each over the facts of one document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from auditor.derivations.checks import (
    asked,
    briefed,
    catalogue,
    column_share,
    comparison,
    conversion,
    correction,
    derived_column,
    difference,
    division,
    elsewhere,
    equation,
    exceeding,
    expectation,
    experts_of_stage,
    forced,
    fraction,
    full_copies,
    gains,
    groups,
    indices,
    item_share,
    listed_pair,
    magnitude,
    marked,
    outside,
    parts,
    parts_sum,
    product_beside,
    range_widths,
    ratio,
    requirement,
    restated_count,
    restatement,
    satisfaction,
    scaled_rate,
    shares,
    superlative,
    total,
)
from auditor.derivations.derivation import Derivation
from auditor.facts import Facts

Check = Callable[[Facts, str], Iterator[Derivation]]

CHECKS: Mapping[str, Check] = {
    "asked": asked.check,
    "briefed": briefed.check,
    "brief": outside.check,
    "catalogue": catalogue.check,
    "column_share": column_share.check,
    "comparison": comparison.check,
    "conversion": conversion.check,
    "correction": correction.check,
    "derived_column": derived_column.check,
    "difference": difference.check,
    "division": division.check,
    "elsewhere": elsewhere.check,
    "equation": equation.check,
    "exceeding": exceeding.check,
    "expectation": expectation.check,
    "magnitude": magnitude.check,
    "forced": forced.check,
    "experts_of_stage": experts_of_stage.check,
    "fraction": fraction.check,
    "full_copies": full_copies.check,
    "gains": gains.check,
    "groups": groups.check,
    "indices": indices.check,
    "item_share": item_share.check,
    "listed_pair": listed_pair.check,
    "margin": asked.check_margin,
    "other_model": outside.check_model,
    "parts": parts.check,
    "parts_sum": parts_sum.check,
    "product_beside": product_beside.check,
    "range_widths": range_widths.check,
    "ratio": ratio.check,
    "requirement": requirement.check,
    "restated_count": restated_count.check,
    "restatement": restatement.check,
    "satisfaction": satisfaction.check,
    "shares": shares.check,
    "superlative": superlative.check,
    "scaled_rate": scaled_rate.check,
    "total": total.check,
}
"""By the name that a rule file gives as `check`; each takes the facts and the rule's id."""

LATER: Mapping[str, Callable[[Facts, str, Sequence[Derivation]], Iterator[Derivation]]] = {"marked": marked.check}
"""Those that take what all others have derived of the numbers too."""
