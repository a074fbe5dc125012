"""What a relation cannot express: small functions that rule files name, each over the facts of one document.

They lie in folders named as those of the rules that name them.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check, LaterCheck
from auditor.derivations.checks import (
    arithmetic,
    balance,
    collectives,
    consistency,
    divisibility,
    energy_cost,
    flops,
    kv_cache,
    latency,
    memory,
    modules,
    parameters,
    placement,
    scaling,
    throughput,
    utilisation,
    verdict,
    weights,
)

_SUBJECTS = (
    arithmetic,
    balance,
    collectives,
    consistency,
    divisibility,
    energy_cost,
    flops,
    kv_cache,
    latency,
    memory,
    modules,
    parameters,
    placement,
    scaling,
    throughput,
    utilisation,
    verdict,
    weights,
)
CHECKS: Mapping[str, Check] = {name: check for subject in _SUBJECTS for name, check in subject.CHECKS.items()}
"""By the name that a rule file gives."""
LATER: Mapping[str, LaterCheck] = {
    **consistency.LATER,
    **flops.LATER,
    **memory.LATER,
    **verdict.LATER,
}
"""Those that take what all others have derived of the numbers too."""
