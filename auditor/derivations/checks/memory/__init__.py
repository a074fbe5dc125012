"""The checks that rules on memory name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.memory import (
    elements,
    mixed_bytes,
    on_chip,
    row_share,
)

CHECKS: Mapping[str, Check] = {
    "elements": elements.check,
    "mixed_bytes": mixed_bytes.check,
    "on_chip": on_chip.check,
    "row_share": row_share.check,
}
