"""`policy editions`: the editions of a policy, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from policy_dsl.library import beside, editions, find, library_folder
from policy_dsl.report.timeline import Changes, Entry, Stretch, timeline
from policy_dsl.source import printable
from policy_dsl_cli.answers import exit_code_of
from policy_dsl_cli.cells import count
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.options import library_option, writes
from policy_dsl_cli.output import Output, say
from policy_dsl_cli.tables import wrapped_lines

_MOST_KINDS = 4


@click.command("editions")
@click.argument("policy")
@library_option
@writes("text", "json", to_file=False)
def command(policy: str, library: Path | None, output: Output) -> ExitCode:
    """Show the editions of a policy: when each was in force, gaps, overlaps, what each changed.

    Each edition is compared in meaning with the one before it.
    """
    known, troubles = editions(library_folder(library))
    chosen, unknown = find(known, policy, None)
    if unknown is not None:
        said = troubles if troubles and not known else [unknown]
        say(said, last=True)
        return exit_code_of(said)
    said = beside(chosen, troubles)
    say(said)
    entries = timeline(chosen, library)
    if output.format == "json":
        output.write_json(
            {
                "schema": "editions-1",
                "policy": policy,
                "timeline": [_to_json(one) for one in entries],
            }
        )
    else:
        output.write(_text(policy, entries, output.width))
    broken = any(isinstance(one, Entry) and one.policy is None for one in entries)
    return ExitCode.POLICY_WRONG if broken else exit_code_of(said)


def _text(policy: str, entries: Sequence[Entry | Stretch], width: int) -> str:
    held = [one for one in entries if isinstance(one, Entry)]
    longest = max(len(one.edition.version) for one in held)
    lines = [f"{policy}: {count(len(held), 'edition')}", ""]
    for one in entries:
        lead = one.edition.version if isinstance(one, Entry) else ""
        dates = _dates(one.first_day, one.last_day)
        for number, text in enumerate(_told(one)):
            start = f"{lead:<{longest}}  {dates:<{_LONGEST_DATES}}  " if not number else ""
            indent = longest + 2 + (_LONGEST_DATES + 2)
            lines += wrapped_lines(start or " " * indent, text, indent, width)
    return "".join(f"{printable(line).rstrip()}\n" for line in lines)


_LONGEST_DATES = len("2008-04-01 to 2009-03-31")


def _dates(first: date, last: date | None) -> str:
    return f"from {first}" if last is None else f"{first} to {last}"


def _told(one: Entry | Stretch) -> Iterator[str]:
    if isinstance(one, Stretch):
        days = "" if one.days is None else f" ({count(one.days, 'day')})"
        yield ("no edition in force" if one.kind == "gap" else "two editions in force") + days
        return
    yield one.edition.heading.title
    if one.policy is None:
        yield "has mistakes: `policy check` shows them"
    elif one.changes is None and one.before is not None:
        yield f"not compared: version {one.before.version} has mistakes"
    elif one.changes is not None:
        yield _changed(one.changes)
        yield from (change.said for change in one.changes.weightiest)


def _changed(changes: Changes) -> str:
    """``28 changes, 3 stricter and 1 easier: 9 source, 5 fact, 4 weight and 10 more``."""
    if not changes.total:
        return "no change in meaning"
    ways = [
        f"{number:,} {way}"
        for number, way in ((changes.stricter, "stricter"), (changes.easier, "easier"))
        if number
    ]
    shown = [f"{kind} {number:,}" for kind, number in changes.kinds[:_MOST_KINDS]]
    left = sum(number for _, number in changes.kinds[_MOST_KINDS:])
    shown += [f"others {left:,}"] if left else []
    told = f", {' and '.join(ways)}" if ways else ""
    return f"{count(changes.total, 'change')}{told} ({', '.join(shown)})"


def _to_json(one: Entry | Stretch) -> dict[str, object]:
    dates = {
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat() if one.last_day is not None else None,
    }
    if isinstance(one, Stretch):
        return {"kind": one.kind, **dates, "days": one.days}
    changes = one.changes
    return {
        "kind": "edition",
        **dates,
        "version": one.edition.version,
        "title": one.edition.heading.title,
        "path": str(one.edition.path),
        "has_mistakes": one.policy is None,
        "changes": None
        if changes is None
        else {
            "total": changes.total,
            "stricter": changes.stricter,
            "easier": changes.easier,
            "kinds": dict(changes.kinds),
            "weightiest": [
                {"name": change.id, "kind": change.kind.value, "sentence": change.said}
                for change in changes.weightiest
            ],
        },
    }
