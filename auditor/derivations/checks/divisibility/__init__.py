"""The checks that rules on divisibility name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.divisibility import (
    cut_heads,
    division,
    even_parts,
    one_each,
    parts,
    rank_share,
    uneven_modules,
    whole_degree,
)

CHECKS: Mapping[str, Check] = {
    "cut_heads": cut_heads.check,
    "division": division.check,
    "even_parts": even_parts.check,
    "one_each": one_each.check,
    "parts": parts.check,
    "rank_share": rank_share.check,
    "uneven_modules": uneven_modules.check,
    "whole_degree": whole_degree.check,
}
