"""What the README shows is what the program does; run as a script this file writes its sessions anew."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from auditor.cli.app import COMMANDS, application
from auditor.rulebook import load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def printed(command: str) -> str:
    program, *arguments = shlex.split(command)
    assert program == "auditor"
    run = [sys.executable, "-m", "auditor", *arguments]
    return subprocess.run(run, cwd=ROOT, capture_output=True, encoding="utf-8", check=False).stdout


def sessions() -> Iterator[tuple[str, str]]:
    """Each command of the console blocks with what it prints."""
    for block in blocks("console"):
        for session in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            yield session.split("\n", 1)[0], session.split("\n", 1)[1]


@pytest.mark.parametrize(("command", "shown"), list(sessions()))
def test_a_session_prints_what_is_shown(command: str, shown: str) -> None:
    assert printed(command) == shown, "write it anew: python tests/test_readme.py"


def test_the_python_example_prints_what_its_comment_says() -> None:
    (example,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == example.rsplit("# ", 1)[1].strip()


def test_the_rule_that_is_shown_is_one(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown" / "rule.toml").write_text(example, encoding="utf-8")
    assert "shown/rule" in load([tmp_path]).rules


def test_every_command_that_is_named_exists() -> None:
    named = {line.split()[1] for block in blocks("sh") for line in block.splitlines() if line.startswith("auditor ")}
    assert named <= set(COMMANDS)


def options() -> dict[str, set[str]]:
    """The options of each command, those of the commands of a group taken together."""
    found: dict[str, set[str]] = {}
    waiting = [("", typer.main.get_command(application()))]
    for name, command in waiting:
        given = [text for each in command.params for text in (*each.opts, *each.secondary_opts)]
        found.setdefault(name, {"--help"}).update(given)
        waiting += [(name or own, inner) for own, inner in getattr(command, "commands", {}).items()]
    return found


def test_every_option_that_a_page_names_exists() -> None:
    known = set().union(*options().values())
    for page in (ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")):
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", page.read_text(encoding="utf-8")))
        assert named <= known, page.name


def test_the_commands_that_take_rules_are_listed() -> None:
    (listed,) = re.findall(r"`--rules DIR` adds rules of your own\s*\(([^)]*)\)", README)
    taking = [name for name, given in options().items() if "--rules" in given]
    assert re.findall(r"`(\w+)`", listed) == sorted(taking)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


if __name__ == "__main__":
    for command, shown in sessions():
        README = README.replace(f"$ {command}\n{shown}", f"$ {command}\n{printed(command)}")
    (ROOT / "README.md").write_text(README, encoding="utf-8")
