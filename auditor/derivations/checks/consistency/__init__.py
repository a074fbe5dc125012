"""The checks that rules on consistency name."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.check import Check, LaterCheck
from auditor.derivations.checks.consistency import (
    bounded,
    branched,
    catalogue,
    claimed_gain,
    conversion,
    correction,
    echoed,
    link_rates,
    listed_count,
    moved,
    named_figure,
    outside,
    outweighed,
    renamed,
    restated_count,
    restated_pair,
    restatement,
    split_batch,
    stale,
    symbols,
    two_scopes,
)

CHECKS: Mapping[str, Check] = {
    "bounded": bounded.check,
    "branched": branched.check,
    "brief": outside.check,
    "catalogue": catalogue.check,
    "claimed_gain": claimed_gain.check,
    "conversion": conversion.check,
    "correction": correction.check,
    "echoed": echoed.check,
    "link_rates": link_rates.check,
    "listed_count": listed_count.check,
    "moved": moved.check,
    "named_figure": named_figure.check,
    "other_model": outside.check_model,
    "renamed": renamed.check,
    "restated_count": restated_count.check,
    "restated_pair": restated_pair.check,
    "restatement": restatement.check,
    "split_batch": split_batch.check,
    "stale": stale.check,
    "symbols": symbols.check,
    "two_scopes": two_scopes.check,
}
LATER: Mapping[str, LaterCheck] = {
    "outweighed": outweighed.check,
}
