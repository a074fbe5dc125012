"""Hooks of agent hosts: what was written is checked before the agent goes on, and what is wrong is told to it."""

from auditor.hook.decision import Decision, decide
from auditor.hook.fence import fenced
from auditor.hook.payload import Event, payload

__all__ = ["Decision", "Event", "decide", "fenced", "payload"]
