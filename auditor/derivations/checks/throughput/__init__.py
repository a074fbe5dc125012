"""The checks that rules on throughput name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.throughput import (
    at_once,
    scaled_rate,
)

CHECKS: Mapping[str, Check] = {
    "at_once": at_once.check,
    "scaled_rate": scaled_rate.check,
}
