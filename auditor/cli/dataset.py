"""`auditor dataset`: audits as a dataset repository."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from auditor.dataset import Facts, Report

group = typer.Typer(help="Build a dataset from audits, count it, check it; compare annotators.", no_args_is_help=True)

Form = Annotated[
    Literal["terminal", "json"], typer.Option("--format", "--output-format", help="The form of the output.")
]
Folder = Annotated[Path, typer.Argument(help="The dataset's folder.")]


@group.command("build")
def build_dataset(
    audits: Annotated[Path, typer.Argument(help="The folder that `auditor batch` wrote.")],
    out: Annotated[Path, typer.Option("-o", "--output-folder", help="The dataset's folder.")],
    name: Annotated[str, typer.Option(help="The dataset's name; the folder's if not given.")] = "",
    licence: Annotated[
        str, typer.Option("--license", "--licence", help="Licence of documents whose metadata name none.")
    ] = "",
    source: Annotated[str, typer.Option(help="Source of documents whose metadata name none.")] = "",
    allow: Annotated[
        list[str] | None, typer.Option("--allow", metavar="LICENCE", help="A further licence that allows copies.")
    ] = None,
    day: Annotated[str, typer.Option("--date", help="Date of publication; today if not given.")] = "",
) -> None:
    """Write a dataset repository: documents, claims and findings in parquet, card, datasheet, Croissant metadata.

    The text of a document goes in if its licence is known to allow it; else place, offsets and hashes stand for it.
    """
    from auditor.cli.output import say
    from auditor.dataset import OPEN, Terms, build

    terms = Terms(licence, source, OPEN | {name.lower() for name in allow or []})
    say(_told(build(audits, out, terms, name=name, day=day)))


@group.command("stats")
def count(folder: Folder, form: Form = "terminal") -> None:
    """Count what a dataset holds."""
    from auditor.cli.output import say
    from auditor.dataset import stats

    found = stats(folder)
    say(_json(found.as_json()) if form == "json" else _told(found))


@group.command("validate")
def check(folder: Folder) -> None:
    """Check that a dataset keeps its promises: exit code 1 if it does not."""
    from auditor.cli.output import say
    from auditor.dataset import validate

    wrong = validate(folder)
    say("".join(f"{sentence}\n" for sentence in wrong) or f"{folder} is as it should be\n")
    raise typer.Exit(int(bool(wrong)))


@group.command("agree")
def compare(
    first: Annotated[Path, typer.Argument(help="A folder of NAME.md with NAME.gold.yaml.")],
    second: Annotated[Path, typer.Argument(help="Another one, on the same documents.")],
    form: Form = "terminal",
) -> None:
    """Say how far two annotators agree: span F1, Cohen's kappa, Gwet's AC1, and what has to be adjudicated."""
    from auditor.cli.output import say
    from auditor.dataset import agree

    found = agree(first, second)
    say(_json(found.as_json()) if form == "json" else _agreement(found))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _told(facts: Facts) -> str:
    rows = {f"{config} {split}": count for (config, split), count in sorted(facts.rows.items())}
    lines = [
        _counted("rows", rows),
        _counted("claims by label", facts.labels),
        _counted("documents by verdict", facts.verdicts),
        _counted("findings by kind", facts.kinds),
        _counted("findings by severity", facts.severities),
        _counted("documents by licence", facts.licences),
        f"without their text: {facts.withheld}; synthetic: {facts.synthetic}\n",
    ]
    return "".join(lines)


def _counted(what: str, counts: Mapping[str, int]) -> str:
    return f"{what}: " + (", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "none") + "\n"


def _agreement(found: Report) -> str:
    lines = [f"{len(found.documents)} documents judged by both, {len(found.alone)} by one only"]
    lines += [f"spans, {status}: F1 {_share(score.f1)}" for status, score in found.spans.items()]
    rows = {"status": found.statuses, **{f"kind {kind}": figures for kind, figures in found.kinds.items()}}
    lines += [
        f"{name}: {figures.agreed} of {figures.units} numerals alike, kappa {_share(figures.kappa)}, "
        f"AC1 {_share(figures.ac1)}"
        for name, figures in rows.items()
    ]
    lines.append(f"to adjudicate: {len(found.adjudicate)} numerals")
    return "\n".join(lines) + "\n"


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
