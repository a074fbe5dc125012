"""The checks that rules on scaling name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check
from auditor.derivations.checks.scaling import (
    combined_list,
    gains,
    maximum_of_one,
    multiples,
    scaling,
)

CHECKS: Mapping[str, Check] = {
    "combined_list": combined_list.check,
    "gains": gains.check,
    "maximum_of_one": maximum_of_one.check,
    "multiples": multiples.check,
    "scaling": scaling.check,
}
