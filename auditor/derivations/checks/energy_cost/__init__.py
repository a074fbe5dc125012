"""The checks that rules on energy cost name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.energy_cost import (
    periods,
)

CHECKS: Mapping[str, Check] = {
    "periods": periods.check,
}
