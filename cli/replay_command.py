"""`policy replay`: what became of the decisions in a log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from policy_dsl.pipeline import Editions, load
from policy_dsl.replay.read import Log
from policy_dsl.replay.replay import Replayed, Why, replay, replay_against
from policy_dsl.replay.to_json import replay_to_json
from policy_dsl.replay.words import value_words, why_words
from policy_dsl_cli.answers import exit_code_of
from policy_dsl_cli.cells import count
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.options import library_option, refuse_to_overwrite, writes
from policy_dsl_cli.output import Output, say
from policy_dsl_cli.progress import counting
from policy_dsl_cli.tables import Table


@click.command("replay")
@click.argument("log", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--against",
    metavar="EDITION",
    help="Show what this edition would say instead: a policy, a version of it or a path.",
)
@library_option
@writes("text", "json", "csv", "markdown")
def command(log: Path, against: str | None, library: Path | None, output: Output) -> ExitCode:
    """Decide again what a log of decisions holds, and show what comes out differently.

    FILE is written by `policy decide --log`. A line holds the facts a decision was made on, so no
    file of facts is needed. Each difference has its reason: the policy says something else now, or
    another edition decides; and if neither, the fault is ours.
    """
    refuse_to_overwrite(output, (log, *((Path(against),) if against else ())))
    editions = _against(against, library)
    reading = Log(log)
    with counting("deciding again") as progress:
        replayed: list[Replayed] = []
        for one in (
            replay(reading, library)
            if editions is None
            else replay_against(reading, editions, library)
        ):
            replayed.append(one)
            if progress is not None:
                progress(len(replayed))
    say(reading.mistakes, last=not replayed)
    if not replayed:
        return ExitCode.FACTS_WRONG
    if output.format == "json":
        label = None if editions is None else _label(editions)
        output.write_json(replay_to_json(str(log), label, replayed))
    else:
        _write_table(replayed, editions, output)
    summary = _summary(replayed, editions)
    if output.is_text and output.path is None and all(one.same for one in replayed):
        output.write(f"{summary}\n")
    else:
        output.conclude(summary)
    if reading.mistakes:
        return ExitCode.FACTS_WRONG
    if any(one.why is not None for one in replayed):
        return ExitCode.UNSETTLED
    return ExitCode.OK


def _against(reference: str | None, library: Path | None) -> Editions | None:
    if reference is None:
        return None
    editions, said = load(reference, library)
    say(said, last=editions is None)
    if editions is None:
        raise Stop(exit_code_of(said))
    return editions


def _label(editions: Editions) -> str:
    """The edition, or the file, which may say the same of itself as another."""
    if editions.by_path:
        return editions.latest.source.path
    return editions.latest.edition if len(editions.policies) == 1 else editions.name


def _write_table(replayed: Sequence[Replayed], editions: Editions | None, output: Output) -> None:
    """A row for each result that differs; against another edition those that somebody is rated by,
    since others differ wherever a step of the way does."""
    whole = output.format == "csv" or editions is None
    rows: list[tuple[str, ...]] = []
    for one in replayed:
        if one.same:
            continue
        head = (str(one.entry.line), one.entry.organisation.code, one.entry.period)
        shown = [change for change in one.changes if whole or change.rating]
        for change in shown:
            now = value_words(change.now)
            rows.append((*head, change.result, value_words(change.logged), now, why_words(one)))
        if not shown and one.why is not None:
            rows.append((*head, "", "", "", why_words(one)))
    header = ["line", "organisation", "period", "result", "logged", "now", "why"]
    if editions is not None:
        header[-2] = f"by {_label(editions)}"
    if not whole and not any(row[-1] for row in rows):
        header, rows = header[:-1], [row[:-1] for row in rows]
    if rows or output.format == "csv":
        table = Table(header, rows, shortened=("why",), numbers=("line",))
        output.write(table.render(output))


def _summary(replayed: Sequence[Replayed], editions: Editions | None) -> str:
    total = count(len(replayed), "decision")
    same = sum(one.same for one in replayed)
    not_run = sum(one.why is Why.NOT_RUN for one in replayed)
    comes = "comes" if same == 1 else "come"
    parts = [f"{same:,} {comes} out the same" if same else ""]
    if same == len(replayed):
        parts = ["all come out the same" if same > 1 else "it comes out the same"]
    if editions is not None:
        moved = sum(any(change.rating for change in one.changes) for one in replayed)
        other = sum(bool(one.changes) for one in replayed) - moved
        parts = [
            f"{moved:,} with another rating or trigger by {_label(editions)}" if moved else "",
            f"{other:,} with only other figures" if other else "",
            f"{same:,} the same" if same else "",
        ]
    else:
        differ = len(replayed) - same - not_run
        does = f"{differ:,} {'does' if differ == 1 else 'do'} not"
        parts.append((does if same else f"{does} come out the same") if differ else "")
    parts.append(f"{not_run:,} cannot be decided again" if not_run else "")
    return f"{total}: {', '.join(part for part in parts if part)}"
