"""Who may import what: data goes one way, and a cold start loads only what it needs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BASE = {
    *("ends", "errors", "frozen", "interval", "kept", "limits", "patterns", "quantity", "show", "span", "text"),
    *("unit_table", "units"),
}
STAGES = ("document", "claims", "facts", "derivations", "findings", "report")
RULEBOOK = {"auditor.rulebook", "auditor.rulebook.vocabulary"}

ALLOWED = {
    **{name: {f"auditor.{base}" for base in BASE} for name in BASE},
    "rulebook": {f"auditor.{base}" for base in BASE},
    **{
        stage: {f"auditor.{base}" for base in BASE} | RULEBOOK | {f"auditor.{before}" for before in earlier}
        for stage, earlier in zip(STAGES, [(), *((stage,) for stage in STAGES)], strict=False)
    },
    "audit": {f"auditor.{name}" for name in ("errors", "limits", "premises", "rulebook", *STAGES)}
    | {"auditor.report.model"},
}
"""What the modules of the pipeline may import of the project: the base, the rulebook, and the stage before, by its
package's name. A stage's own files are its own business; what stands around the pipeline may import all of it."""

LIBRARIES = {
    "inspect_ai": {"testing"},
    "jinja2": {"report"},
    "lsprotocol": {"serve"},
    "markdown_it": {"document"},
    "mcp": {"serve"},
    "pydantic": {"report"},
    "pygls": {"serve"},
    "rich": {"batch", "cli", "report"},
    "sympy": {"rulebook"},
    "typer": {"cli"},
    "yaml": {"evaluate", "premises"},
}
"""Heavy libraries, and the only parts that may import them."""


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted((ROOT / "auditor").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(module: str, tree: ast.AST) -> Iterator[str]:
    """Full names of what a tree imports, `from auditor import show` being auditor.show."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by a relative path"
            assert node.module
            full = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            yield from {name if name in MODULES else node.module for name in full.values()}


def part(module: str) -> str:
    """The stage, base module or other part that a module belongs to."""
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("module", [name for name in MODULES if part(name) in ALLOWED])
def test_a_module_of_the_pipeline_imports_only_what_stands_before_it(module: str) -> None:
    own = f"auditor.{part(module)}"
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    ours = {name for name in imported(module, tree) if name.split(".")[0] == "auditor" and name != "auditor"}
    foreign = {name for name in ours if name != own and not name.startswith(f"{own}.")}
    assert foreign <= ALLOWED[part(module)]


def test_the_page_on_the_design_names_the_base_modules() -> None:
    page = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"It imports the base modules \(([^)]*)\)", page)
    assert re.findall(r"`(\w+)`", listed) == sorted(BASE)


def test_heavy_libraries_are_imported_where_they_belong() -> None:
    for module, path in MODULES.items():
        for name in imported(module, ast.parse(path.read_text(encoding="utf-8"))):
            home = LIBRARIES.get(name.split(".")[0])
            assert home is None or part(module) in home, f"{module} imports {name}"


def test_there_are_no_import_cycles() -> None:
    graph = {}
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        # What a function imports is imported later, when nothing can be half loaded any more.
        top = ast.Module([node for node in tree.body if not isinstance(node, ast.FunctionDef)], [])
        graph[module] = {name for name in imported(module, top) if name in MODULES} - {module}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as cycle:
        pytest.fail(" imports ".join(reversed(cycle.args[1])))


def loaded(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after running some code."""
    return {name.partition(".")[0] for name in modules_after(code)}


def modules_after(code: str) -> set[str]:
    """All modules that it has loaded then."""
    script = f"import sys\n{code}\nprint(*sorted(sys.modules), file=sys.stderr)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_the_version_is_cheap() -> None:
    code = "sys.argv = ['auditor', '--version']\nfrom auditor.cli import main\nmain()"
    assert not loaded(code) & {"typer", "rich", "pydantic", "markdown_it", "sympy", "jinja2", "regex", "tomllib"}


def test_importing_the_package_is_cheap() -> None:
    assert not loaded("import auditor") & {"typer", "rich", "pydantic", "markdown_it", "sympy", "jinja2"}


def test_an_audit_for_a_pipe_loads_no_heavy_library() -> None:
    loaded("from auditor.rulebook import load; load()")
    code = """
from auditor.audit import judge
from auditor.report import View, render
render(View(judge('- **GPUs**: 2 x 4 = 8')), 'terminal')
render(View(judge('- **GPUs**: 2 x 4 = 8')), 'json')
"""
    assert not loaded(code) & {"typer", "rich", "pydantic", "sympy", "jinja2", "pyarrow", "ray"}


def test_a_plain_audit_from_the_command_line_loads_none_either(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("- **GPUs**: 2 x 4 = 8\n", encoding="utf-8")
    code = f"""
sys.argv = ['auditor', 'audit', {str(report)!r}]
from auditor.cli import main
try:
    main()
except SystemExit as stop:
    assert stop.code == 0
"""
    assert not loaded(code) & {"typer", "rich", "pydantic", "sympy", "jinja2", "pyarrow", "ray"}


def test_a_check_is_imported_only_if_a_report_mentions_what_it_needs() -> None:
    loaded("from auditor.rulebook import load; load()")
    code = "from auditor.audit import judge\njudge({!r})"
    check = "auditor.derivations.checks.divisibility.even_parts"
    plain = modules_after(code.format("- **Layers**: 60 over 8 stages"))
    assert check not in plain
    assert "auditor.derivations.checks.arithmetic.equation" in plain
    assert check in modules_after(code.format("- **Layers**: 60 split evenly over 8 stages"))
