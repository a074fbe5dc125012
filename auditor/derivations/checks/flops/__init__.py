"""The checks that rules on flops name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check, LaterCheck
from auditor.derivations.checks.flops import (
    bytes_for_operations,
    scores_of_batch,
    sharded_gemm,
    without_layers,
)

CHECKS: Mapping[str, Check] = {
    "bytes_for_operations": bytes_for_operations.check,
    "scores_of_batch": scores_of_batch.check,
    "sharded_gemm": sharded_gemm.check,
}
LATER: Mapping[str, LaterCheck] = {
    "without_layers": without_layers.check,
}
