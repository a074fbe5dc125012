"""The tools that agents call over the model context protocol."""

from auditor.serve.agents.server import server

__all__ = ["server"]
