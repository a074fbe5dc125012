"""What a hook answers: nothing, or why the agent may not go on, text of the report marked as such."""

from __future__ import annotations

import json
from dataclasses import dataclass

from auditor.check.hit import Checked, Hit, Outcome
from auditor.hook.fence import fenced

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to stop the agent, and what to tell it."""

    reason: str
    """Empty if it may go on."""

    @property
    def blocks(self) -> bool:
        """Whether it may not."""
        return bool(self.reason)

    def as_json(self) -> str:
        """What hosts read that take a decision in JSON."""
        table = {"decision": "block", "reason": self.reason} if self.reason else {}
        return json.dumps(table, ensure_ascii=False) + "\n"


def decide(outcome: Outcome) -> Decision:
    """Stops the agent for findings that make the check fail."""
    found = [
        (checked, hit) for checked in outcome.documents for hit in checked.active if hit.severity in outcome.failing
    ]
    if not found:
        return Decision("")
    lines = [
        f"{len(found)} finding(s): numbers in the report refute each other. Correct what is wrong from its source; "
        "deleting or blurring a number is no correction.",
        *fenced(_line(checked, hit) for checked, hit in found[:_SHOWN]),
    ]
    if len(found) > _SHOWN:
        lines.append(f"{len(found) - _SHOWN} more: run `auditor check`.")
    return Decision("\n".join(lines))


def _line(checked: Checked, hit: Hit) -> str:
    where = f"{checked.path}:{hit.place.line}:{hit.place.column}" if hit.place else checked.path
    return f"{where}: {hit.code}: {hit.message}"
