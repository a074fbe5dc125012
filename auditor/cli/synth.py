"""`auditor synth`: reports with known answers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from auditor.synth import Report


def command(
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="How many reports.")],
    out: Annotated[
        Path, typer.Option("-o", "--output-folder", help="A folder for NAME.md and NAME.gold.yaml, or a file .jsonl.")
    ],
    seed: Annotated[int, typer.Option(help="The same seed gives the same reports.")] = 0,
    defects: Annotated[
        list[str] | None,
        typer.Option("--defect", metavar="KIND", help="Put this kind of defect into every report; repeatable."),
    ] = None,
    clean: Annotated[bool, typer.Option("--clean", help="Put no defects in.")] = False,
) -> None:
    """Write synthetic reports with known answers: consistent plans, with defects put in on purpose.

    Half of them are sound unless --defect or --clean says otherwise. Every report says that it is synthetic.
    """
    from auditor.cli.output import say
    from auditor.errors import UsageError
    from auditor.synth import KINDS, synthesise

    unknown = set(defects or []) - set(KINDS)
    if unknown or (clean and defects):
        raise UsageError(f"--defect takes one of {', '.join(KINDS)}, and does not go with --clean")
    reports = synthesise(count, seed, [] if clean else defects)
    if out.suffix == ".jsonl":
        _write_lines(out, reports, seed)
    else:
        _write_files(out, reports)
    say(f"{count} synthetic reports in {out}\n")


def _write_lines(out: Path, reports: Iterable[Report], seed: int) -> None:
    from auditor.batch.files import replacing
    from auditor.synth import as_json

    out.parent.mkdir(parents=True, exist_ok=True)
    with replacing(out, out.with_name(f".{out.name}.new")) as file:
        for report in reports:
            row = {
                "id": report.name,
                "text": report.text,
                "synthetic": True,
                "license": "CC0-1.0",
                "source": f"synthetic/{report.template}",
                "generator": f"auditor synth --seed {seed}",
                "gold": as_json(report),
            }
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def _write_files(out: Path, reports: Iterable[Report]) -> None:
    from auditor.cli.output import write
    from auditor.synth import as_yaml

    for report in reports:
        write(out / f"{report.name}.md", report.text)
        write(out / f"{report.name}.gold.yaml", as_yaml(report))
