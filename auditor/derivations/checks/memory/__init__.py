"""The checks that rules on memory name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check, LaterCheck
from auditor.derivations.checks.memory import (
    elements,
    mixed_bytes,
    on_chip,
    row_share,
    whole_in_total,
)

CHECKS: Mapping[str, Check] = {
    "elements": elements.check,
    "mixed_bytes": mixed_bytes.check,
    "on_chip": on_chip.check,
    "row_share": row_share.check,
}
LATER: Mapping[str, LaterCheck] = {
    "whole_in_total": whole_in_total.check,
}
