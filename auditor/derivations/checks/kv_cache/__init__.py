"""The checks that rules on kv cache name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.kv_cache import (
    by_context,
    full_load,
)

CHECKS: Mapping[str, Check] = {
    "by_context": by_context.check,
    "full_load": full_load.check,
}
