"""The checks that rules on modules name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.modules import (
    all_layers,
    batches,
    one_to_one,
)

CHECKS: Mapping[str, Check] = {
    "all_layers": all_layers.check,
    "batches": batches.check,
    "one_to_one": one_to_one.check,
}
