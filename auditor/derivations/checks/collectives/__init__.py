"""The checks that rules on collectives name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.collectives import (
    bits_for_bytes,
    memory_as_link,
)

CHECKS: Mapping[str, Check] = {
    "bits_for_bytes": bits_for_bytes.check,
    "memory_as_link": memory_as_link.check,
}
