"""``race build``: from the hand-kept files to the store that answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import click

from compute_race.basics.problems import UsageError
from compute_race.cli.options import Context, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.cli.progress import phases
from compute_race.pipeline.build import build as run_build
from compute_race.pipeline.build_report import BuildReport


@click.command(epilog="Example: race build --json")
@click.option(
    "--reasoner",
    type=click.Choice(["fixpoint", "owlrl"]),
    default="fixpoint",
    help="Who infers: our own rules, or the reference implementation (slow).",
)
@click.option(
    "--engine",
    type=click.Choice(["native", "pyshacl"]),
    default="native",
    help="Who validates: the native engine, or the reference (slow).",
)
@click.option("--force", is_flag=True, help="Build even where nothing changed.")
@click.option("--json", "as_json", is_flag=True, help="Print counts and seconds as JSON.")
@shared_options
@pass_context
def build(
    context: Context,
    reasoner: Literal["fixpoint", "owlrl"],
    engine: Literal["native", "pyshacl"],
    force: bool,
    as_json: bool,
) -> None:
    """Read, check, infer, make comparable, and write the store.

    Nothing is done where no input changed, and nothing is written where
    something is wrong: then each problem is told, and the old build stays.
    """
    if context.is_remote:
        raise UsageError("a SPARQL endpoint cannot be built", "write --store FOLDER")
    with phases(quiet=context.quiet) as progress:
        report = run_build(
            Path(context.location),
            reasoner=reasoner,
            engine=engine,
            force=force,
            lang=context.lang,
            progress=progress,
        )
    if report.changed and report.engine != engine:
        context.note(f"the {engine} SHACL engine is not installed: {report.engine} ran, slower")
    for problem in report.warnings:
        context.note(str(problem))
    if as_json:
        write(json.dumps(_as_dict(report), indent=2))
    else:
        context.note(_summary(report, context.location))


def _as_dict(report: BuildReport) -> dict[str, object]:
    return {
        "build": report.name,
        "changed": report.changed,
        "counts": report.counts,
        "seconds": report.seconds,
    }


def _summary(report: BuildReport, location: str) -> str:
    counts = report.counts
    what = ", ".join(
        f"{counts[name]} {name}"
        for name in ("documents", "announcements", "claims", "conflicts")
        if name in counts
    )
    if not report.changed:
        return f"nothing changed: {what}"
    return f"built {what} in {sum(report.seconds.values()):.1f} s: {location}"
