"""`policy new`: a first policy file, or a new edition from last year's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from attrs import frozen

from policy_dsl.authoring import NextEdition, NoNextEdition, Unnameable, first_text, next_edition
from policy_dsl.check.policy import Policy
from policy_dsl.library import SUFFIX, editions, library_folder, list_files
from policy_dsl.pipeline import check_text, load
from policy_dsl.source import SourceText
from policy_dsl_cli.answers import exit_code_of
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.options import Day, library_option
from policy_dsl_cli.output import Output, remark, say

_MOST_LINES = 12


@frozen
class Made:
    """A text to write, the file for it, and what is to be said of it."""

    path: Path
    text: str
    remarks: tuple[str, ...]


@click.command("new")
@click.argument("name", metavar="[NAME[@VERSION]]", required=False)
@click.option(
    "--from",
    "older",
    metavar="POLICY",
    help="Begin a new edition from this one: a name (the newest), a name and version, or a path.",
)
@click.option(
    "--starts", metavar="DATE", type=Day(), help="First day of the new edition, with --from."
)
@click.option(
    "--out",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The file to write, or a folder for it; never one that is there already.",
)
@library_option
def command(
    name: str | None, older: str | None, starts: date | None, out: Path | None, library: Path | None
) -> ExitCode:
    """Begin a policy: a first file that checks and tests clean, with comments to go by.

    With --from, begin a new edition from an older one: the version and the dates are moved on and
    the rest stands as it is.
    """
    if name is None and older is None:
        raise click.UsageError("say what the policy is called, or with --from what to begin from")
    if older is None and starts is not None:
        raise click.UsageError("--starts goes with --from")
    wanted, at, version = (name or "").partition("@")
    given = version if at else None
    try:
        if older is None:
            made = _first(wanted, given, out)
        else:
            made = _next(wanted, given, older, starts, out, library)
    except (Unnameable, NoNextEdition) as problem:
        raise click.UsageError(str(problem)) from None
    _write_new(made)
    return ExitCode.OK


def _first(name: str, version: str | None, out: Path | None) -> Made:
    text = first_text(name, version, date.today())
    policy, said = check_text(SourceText("new", text))
    if policy is None:
        say(said, last=True)
        raise Stop(exit_code_of(said))
    path = _place(out, Path(_file_name(policy.name, policy.version)))
    return Made(path, text, (f"look at it with: policy check {path}, policy test {path}",))


def _next(
    name: str,
    version: str | None,
    older: str,
    starts: date | None,
    out: Path | None,
    library: Path | None,
) -> Made:
    found, said = load(older, library)
    if found is None:
        say(said, last=True)
        raise Stop(exit_code_of(said))
    old = found.latest
    if name and name != old.name:
        raise click.UsageError(
            f"an edition of {old.name} has its name, and not {name}; leave the name out, or begin"
            f" a policy of its own with `policy new {name}`"
        )
    known = editions(library_folder(library))[0]
    beside = Path(old.source.path).parent
    known += list_files(sorted(beside.glob(f"*{SUFFIX}")))[0] if found.by_path else []
    new = next_edition(old, known, version, starts)
    stem = Path(old.source.path).stem
    file = (
        stem.replace(old.version, new.version) + SUFFIX
        if old.version in stem
        else _file_name(old.name, new.version)
    )
    path = _place(out, beside / file if found.by_path else Path(file))
    return Made(path, new.text, tuple(_remarks(old, new, path)))


def _remarks(old: Policy, new: NextEdition, path: Path) -> list[str]:
    """What the author has to see to."""
    until = f"to {new.last_day}" if new.last_day else "until further notice"
    said = [
        f"begun from {old.edition}, in force {new.first_day} {until}; the rest stands as it was"
    ]
    if old.last_day is None:
        last = date.fromordinal(new.first_day.toordinal() - 1)
        said.append(
            f"end the older edition in {old.source.path}: in force {old.first_day} to {last}"
        )
    for name in old.national_files:
        if not (path.parent / name).exists():
            said.append(f"it reads {name}: put this year's figures beside it")
    if new.still:
        lines = ", ".join(map(str, new.still[:_MOST_LINES]))
        more = ", ..." if len(new.still) > _MOST_LINES else ""
        verb = "still names" if len(new.still) == 1 else "still name"
        noun = "line" if len(new.still) == 1 else "lines"
        said.append(f"{noun} {lines}{more} {verb} {old.version}: look whether it is still meant")
    return said


def _file_name(name: str, version: str) -> str:
    return f"{name.rpartition('.')[2]}-{version}{SUFFIX}"


def _place(out: Path | None, usual: Path) -> Path:
    if out is None:
        return usual
    return out / usual.name if out.is_dir() else out


def _write_new(made: Made) -> None:
    """Writes the file, which must not be there.

    Raises:
        click.UsageError: if something of that name is there.
        Stop: if it cannot be written, after saying why.
    """
    if made.path.exists() or made.path.is_symlink():
        raise click.UsageError(f"{made.path} is there already; name another file with --out")
    Output("text", made.path).write(made.text)
    remark(f"{made.path} written")
    for line in made.remarks:
        remark(line)
