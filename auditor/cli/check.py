"""`auditor check`: whether reports may be merged or handed over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from auditor.cli.auditing import FAILS, FailOn
from auditor.cli.options import Against, Brief, Limit, OutputFile, Rules

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Markdown files, folders, quoted globs, or - for standard input; this folder if none."),
]
Form = Annotated[
    Literal["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "html"]
    | None,
    typer.Option("--output-format", "--format", envvar="AUDITOR_OUTPUT_FORMAT", help="The form of the output."),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option("--output", metavar="FORMAT=PATH", help="One more form and its file; repeatable."),
]
_RULES = "a rule's id, a folder, or kind:NAME; repeatable, or with commas."
Select = Annotated[list[str] | None, typer.Option("--select", help=f"Report only these: {_RULES}")]
Extend = Annotated[list[str] | None, typer.Option("--extend-select", help=f"Report these, too: {_RULES}")]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", help=f"Do not report these: {_RULES}")]
Level = Annotated[FailOn | None, typer.Option("--fail-on", help="From which severity on the exit code is 1.")]
Zero = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found; 2 stays 2.")]
Statistics = Annotated[bool, typer.Option("--statistics", help="Count the findings of each rule.")]
Base = Annotated[str, typer.Option("--diff-base", metavar="REV", help="Count only what changed lines have a part in.")]
Coverage = Annotated[
    float | None,
    typer.Option("--min-coverage", min=0, max=100, help="Least per cent of the claims that has to be decided."),
]
Previous = Annotated[
    str,
    typer.Option(
        "--no-weaker-than",
        metavar="PREVIOUS",
        help="A file, folder or revision: numbers of it that vanished or were blurred are findings.",
    ),
]
Known = Annotated[Path | None, typer.Option("--baseline", help="A file of known findings, which do not count.")]
Bare = Annotated[bool, typer.Option("--ignore-suppressions", help="Report what comments in the document silence.")]
Named = Annotated[Path | None, typer.Option("--stdin-filename", help="What standard input is called.")]
Batch = Annotated[
    bool, typer.Option("--stdin-batch", help="Read pairs of path and content from standard input, a NUL behind each.")
]
Fix = Annotated[bool, typer.Option("--fix", help="Write the repairs that are the only ones possible.")]
Diff = Annotated[bool, typer.Option("--diff", help="Show these repairs as a patch and write nothing.")]
Settings = Annotated[Path | None, typer.Option("--config", help="The configuration; the nearest one if not given.")]
Isolated = Annotated[bool, typer.Option("--isolated", help="Use no configuration.")]
NoCache = Annotated[bool, typer.Option("--no-cache", "-n", help="Neither read nor write results kept from before.")]
CacheFolder = Annotated[Path | None, typer.Option("--cache-dir", envvar="AUDITOR_CACHE_DIR", help="Where they are.")]
Watch = Annotated[bool, typer.Option("--watch", "-w", help="Check again whenever a file changes, until Ctrl+C.")]
Empty = Annotated[bool, typer.Option("--allow-empty", help="No document is no failure.")]


def command(
    paths: Paths = None,
    form: Form = None,
    file: OutputFile = None,
    outputs: Outputs = None,
    select: Select = None,
    extend_select: Extend = None,
    ignore: Ignore = None,
    fail_on: Level = None,
    exit_zero: Zero = False,
    statistics: Statistics = False,
    diff_base: Base = "",
    min_coverage: Coverage = None,
    brief: Brief = None,
    against: Against = None,
    limit: Limit = None,
    rules: Rules = None,
    baseline: Known = None,
    no_weaker_than: Previous = "",
    ignore_suppressions: Bare = False,
    stdin_filename: Named = None,
    stdin_batch: Batch = False,
    fix: Fix = False,
    diff: Diff = False,
    config: Settings = None,
    isolated: Isolated = False,
    no_cache: NoCache = False,
    cache_dir: CacheFolder = None,
    allow_empty: Empty = False,
    watch: Watch = False,
) -> None:
    """Check reports before they are merged or handed over.

    Exit code 0: nothing at the fail level. 1: findings at it. 2: whatever stopped a full check.
    """
    from auditor.check.session import Before, Choice, Settings
    from auditor.cli import checking, telling
    from auditor.cli.watch import watched

    def check() -> int:
        config_now = checking.configuration(config, isolated=isolated)
        given = checking.gathered(paths or [Path()], config_now, stdin_filename, batch=stdin_batch, empty=allow_empty)
        settings = Settings(
            config_now,
            Choice(_listed(select), _listed(extend_select), _listed(ignore)),
            Before(checking.known(baseline, config_now), diff_base, no_weaker_than),
            brief,
            against or (),
            min_coverage,
            ignore_suppressions,
            checking.cache_folder(cache_dir, none=no_cache),
            limit or (),
            rules or (),
            frozenset(FAILS[fail_on or FailOn(config_now.fail_on)]),
        )
        told = telling.Telling(form or config_now.output_format, file, outputs or (), telling.Mode.of(statistics, diff))
        return checking.made(given, settings, told, fix=fix and not diff, exit_zero=exit_zero)

    read = [Path("-")] if stdin_batch else paths or [Path()]
    raise typer.Exit(watched(check, read, [brief, *(against or ())], config) if watch else check())


def _listed(names: list[str] | None) -> tuple[str, ...]:
    return tuple(each.strip() for name in names or [] for each in name.split(",") if each.strip())
