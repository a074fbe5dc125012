"""The checks that rules on utilisation name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.utilisation import (
    share_prefix,
)

CHECKS: Mapping[str, Check] = {
    "share_prefix": share_prefix.check,
}
