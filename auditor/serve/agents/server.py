"""The server's side of the protocol: three tools that read, and change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations

from auditor import __version__
from auditor.audit import documents, judge, own_rules
from auditor.errors import AuditorError
from auditor.premises import Source, given, load
from auditor.report import View
from auditor.report.model import Audit
from auditor.serve.agents import answer
from auditor.serve.agents.derive import Derived
from auditor.serve.agents.derive import derive as derived
from auditor.serve.agents.files import allowed, report
from auditor.serve.agents.rule import RulePage, page

_MOST = 50
_INSTRUCTIONS = (
    "Audit a verification report before handing it over: audit_report works every number out again and says which "
    "refute each other. explain_rule tells what a rule says and why; derive calculates with units and print tolerance. "
    "A number that is wrong is corrected from its source; deleting or blurring it is no correction."
)
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def server(folder: Path) -> MCPServer:
    """A server whose tools read markdown below a folder, and texts that they are given; `run` serves it."""
    made = MCPServer("auditor", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")
    tools: tuple[Callable[..., Any], ...] = (_audit_report(folder), explain_rule, derive)
    for tool in tools:
        made.tool(annotations=_READS)(tool)
    return made


def _audit_report(folder: Path) -> Callable[..., Any]:
    # Tools are coroutines so that they run one at a time: the rules are unpacked as they are asked for.
    async def audit_report(
        # Not `str | None`: of such a text that is JSON the protocol's library would make an object.
        text: str = "",
        path: str = "",
        brief: str = "",
        brief_path: str = "",
        max_findings: int = 10,
        full: bool = False,
    ) -> Annotated[CallToolResult, Audit]:
        """Work every number of a report out again and say which refute each other, each with its working.

        Give the markdown as `text`, or a `path` below the server's folder. `brief` (a text, or `brief_path` a file:
        markdown, YAML, TOML or JSON) is the configuration that holds. The structured result is the audit with the
        first `max_findings` findings (1 to 50) and their claims; with `full` every claim and the whole ledger.
        """
        with _told():
            name, source = report(folder, text, path)
            book, most = own_rules(), min(max(max_findings, 1), _MOST)
            outside = documents(_brief(folder, brief, brief_path), (), book)
            view = View(judge(source, book, outside), path=name, rules=book.digest, book=book)
            return _answer(answer.text(view, most), answer.structured(view, most, everything=full))

    return audit_report


async def explain_rule(code: str) -> Annotated[CallToolResult, RulePage]:
    """Explain a rule by its id, as `arithmetic/equation`: what it says and why, its relation, source and examples."""
    with _told():
        told, found = page(code)
        return _answer(told, found.model_dump())


async def derive(expression: str, premises: dict[str, str]) -> Annotated[CallToolResult, Derived]:
    """Calculate with quantities: an expression over names, or a comparison, and what each name is with its unit.

    For example expression `weights / tp + kv_cache <= memory` with premises {"weights": "26GB", "tp": "2",
    "kv_cache": "14 GB", "memory": "80GB"}. Names are lower case; there are + - * / ^ min max mod ceil floor sqrt log2.
    Printed numbers carry their rounding, ambiguous units (GB as 10^9 or 2^30 bytes) all their readings.
    """
    with _told():
        found = derived(expression, premises)
        lines = [found.working, *(f"read as {name}: {value}" for name, value in found.other_readings.items())]
        return _answer("\n".join(lines), found.model_dump())


def _brief(folder: Path, text: str, path: str) -> Source | None:
    if path:
        return load(allowed(folder, path, data=True))
    return given(text, "brief") if text else None


def _answer(text: str, structured: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], structured_content=structured)


@contextmanager
def _told() -> Iterator[None]:
    """Lets the model read what was wrong with its call: of other exceptions the protocol's library hides the text."""
    try:
        yield
    except AuditorError as error:
        raise ToolError(str(error)) from error
