"""The checks that rules on latency name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.latency import (
    percentiles,
    rate_for_time,
    serial_maximum,
)

CHECKS: Mapping[str, Check] = {
    "percentiles": percentiles.check,
    "rate_for_time": rate_for_time.check,
    "serial_maximum": serial_maximum.check,
}
