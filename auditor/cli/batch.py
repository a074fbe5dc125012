"""`auditor batch`: audits thousands of documents and survives what they do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from auditor.cli.auditing import FailOn

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor.batch import Job, Options
    from auditor.batch.workers import Workers

_FAILS: dict[FailOn, tuple[str, ...]] = {
    FailOn.ERROR: ("error",),
    FailOn.WARNING: ("error", "warning"),
    FailOn.ANY: ("error", "warning", "note"),
    FailOn.NEVER: (),
}

Sources = Annotated[
    list[str],
    typer.Argument(
        help="Folders, files, quoted globs, URLs (extra `remote`), JSONL (.gz, .zst) or parquet with the columns "
        "`text` and `id`, or - for JSONL on standard input."
    ),
]


def command(
    sources: Sources,
    out: Annotated[Path, typer.Option("-o", "--output-folder", help="Folder for shards, manifest and progress.")],
    form: Annotated[
        Literal["jsonl", "parquet"], typer.Option("--format", "--output-format", help="Form of the shards.")
    ] = "jsonl",
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes; one for each processor.")] = None,
    time_limit: Annotated[float, typer.Option(min=0.01, help="Seconds that one document may take.")] = 30.0,
    memory_limit: Annotated[int, typer.Option(min=0, help="MB that one document may take; 0 for no limit.")] = 2048,
    size_limit: Annotated[int, typer.Option(min=1, help="Bytes that one document may have.")] = 10_000_000,
    shard_rows: Annotated[int, typer.Option(min=1, help="Rows of a shard.")] = 1000,
    text: Annotated[bool, typer.Option("--text/--no-text", help="Whether rows carry the document's text.")] = True,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed in earlier runs.")
    ] = False,
    rules: Annotated[
        list[Path] | None, typer.Option("--rules", metavar="DIR", help="A further folder of rules; repeatable.")
    ] = None,
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(help="Processes of this machine, or the Ray cluster that RAY_ADDRESS names (extra `ray`)."),
    ] = "local",
    fail_on: Annotated[FailOn, typer.Option(help="From which severity on the exit code is 1.")] = FailOn.ERROR,
) -> None:
    """Audit many documents; a second run does only what is new.

    A document that crashes, hangs or eats memory costs one error row. Ctrl-C finishes what is in flight.
    Exit code 0: nothing at the fail level. 1: findings at it. 2: documents in are not audited + failed + skipped.
    """
    from dataclasses import replace

    from auditor.batch import Options, WorkerLimits, open_source, run
    from auditor.batch.bar import display
    from auditor.batch.job import AuditJob
    from auditor.cli.output import say

    limits = WorkerLimits(seconds=time_limit, megabytes=memory_limit)
    options = Options(limits=limits, form=form, shard_rows=shard_rows, keep_text=text, retry_failed=retry_failed)
    if workers is not None:
        options = replace(options, workers=workers)
    job = AuditJob(tuple(str(folder.resolve()) for folder in rules or []))
    source = open_source(sources, size_limit, exclude=out)
    account = run(source, out, job, job.provenance, options, display(), _hire(engine))
    say(f"{account}\n")
    raise typer.Exit(account.exit_code(_FAILS[fail_on]))


def _hire(engine: str) -> Callable[[Job, Options, int], Workers]:
    if engine == "ray":
        from auditor.batch.cluster import Cluster

        return Cluster
    from auditor.batch.pool import Pool

    return Pool
