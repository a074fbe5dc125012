"""The checks that rules on balance name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.balance import (
    without_top_k,
)

CHECKS: Mapping[str, Check] = {
    "without_top_k": without_top_k.check,
}
