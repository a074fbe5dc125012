"""The configuration: where it is found, what it may say, and how a mistake is told."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from auditor.check.config import find, load, schema
from auditor.check.globs import matches
from auditor.errors import UsageError

FULL = """
select = ["memory", "kind:arithmetic"]
ignore = ["memory/fits"]
exclude = ["drafts/"]
fail-on = "warning"
min-coverage = 40
baseline = "known.json"
output-format = "github"
[per-file-ignores]
"old/**" = ["latency"]
"""


def test_a_whole_configuration_is_read(tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_text(FULL, encoding="utf-8")
    config = load(tmp_path / "auditor.toml")
    assert config.select == ("memory", "kind:arithmetic")
    assert config.per_file_ignores == {"old/**": ("latency",)}
    assert (config.fail_on, config.min_coverage, config.folder) == ("warning", 40, tmp_path)


def test_the_schema_takes_what_the_program_takes() -> None:
    validator = Draft202012Validator(json.loads(schema()))
    assert validator.is_valid(tomllib.loads(FULL))
    assert not validator.is_valid({"selekt": []})


def test_the_published_schema_is_the_current_one(root: Path) -> None:
    assert (root / "docs" / "auditor.schema.json").read_text(encoding="utf-8") == schema()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('selct = ["memory"]', "no setting is called 'selct'; did you mean 'select'?"),
        ("zzz = 1", "no setting is called 'zzz'; there are select, "),
        ('select = "memory"', "select should be a list of texts"),
        ('fail-on = "eror"', "fail-on should be one of error, warning, any, never"),
        ("min-coverage = 101", "min-coverage should be a number from 0 to 100"),
        ("select = [", "is no TOML"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "auditor.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape("auditor.toml") + ".*" + re.escape(told)):
        load(tmp_path / "auditor.toml")


def test_the_nearest_file_holds_up_to_the_root_of_the_repository(tmp_path: Path) -> None:
    inner = tmp_path / "repo" / "docs"
    inner.mkdir(parents=True)
    (tmp_path / "auditor.toml").write_text("", encoding="utf-8")
    (tmp_path / "repo" / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    assert find(inner) == tmp_path / "auditor.toml"
    (tmp_path / "repo" / ".git").mkdir()
    assert find(inner) is None
    (tmp_path / "repo" / "pyproject.toml").write_text("[tool.auditor]\n", encoding="utf-8")
    assert find(inner) == tmp_path / "repo" / "pyproject.toml"


@pytest.mark.parametrize(
    ("path", "glob", "expected"),
    [
        ("a/b.md", "b.md", True),
        ("a/b.md", "/b.md", False),
        ("a/b.md", "a", True),
        ("a/b/c.md", "a/*.md", False),
        ("a/b/c.md", "a/**/*.md", True),
        ("a/c.md", "a/**/*.md", True),
        ("a/b.md", "a/?.md", True),
        ("a.md", "[a].md", False),
    ],
)
def test_globs(path: str, glob: str, expected: bool) -> None:
    assert matches(path, glob) is expected
