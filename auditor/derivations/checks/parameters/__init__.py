"""The checks that rules on parameters name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.parameters import (
    shapes,
)

CHECKS: Mapping[str, Check] = {
    "shapes": shapes.check,
}
