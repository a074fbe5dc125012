"""The checks that rules on verdict name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check, LaterCheck
from auditor.derivations.checks.verdict import (
    all_within,
    asked,
    beyond,
    briefed,
    comparison,
    exceeding,
    expectation,
    identified,
    marked,
    own_bound,
    requirement,
    row_limit,
    satisfaction,
    superlative,
    supply,
    target,
)

CHECKS: Mapping[str, Check] = {
    "all_within": all_within.check,
    "asked": asked.check,
    "beyond": beyond.check,
    "briefed": briefed.check,
    "comparison": comparison.check,
    "exceeding": exceeding.check,
    "expectation": expectation.check,
    "identified": identified.check,
    "margin": asked.check_margin,
    "own_bound": own_bound.check,
    "requirement": requirement.check,
    "requirement_sign": requirement.check_sign,
    "row_limit": row_limit.check,
    "satisfaction": satisfaction.check,
    "superlative": superlative.check,
    "supply": supply.check,
    "target": target.check,
}
LATER: Mapping[str, LaterCheck] = {
    "marked": marked.check,
}
