"""The checks that rules on weights name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.weights import (
    copies,
    format_ratio,
    format_width,
    full_copies,
    undivided,
)

CHECKS: Mapping[str, Check] = {
    "copies": copies.check,
    "format_ratio": format_ratio.check,
    "format_width": format_width.check,
    "full_copies": full_copies.check,
    "undivided": undivided.check,
}
