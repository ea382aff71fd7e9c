"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from policy_dsl_cli.output import Output

Function = TypeVar("Function", bound=Callable[..., Any])

#: The extensions by which a word after --facts is known to be one more file of facts.
FACTS_SUFFIXES = (".csv", ".json", ".yaml", ".yml")
_FORMAT_OF_SUFFIX = {
    ".csv": "csv",
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
    ".txt": "text",
    ".xml": "junit",
}


@frozen
class Question:
    """What is asked: which policy, of which facts, about whom and when."""

    policy: str
    facts: tuple[Path, ...]
    organisations: tuple[str, ...]
    periods: tuple[str, ...]
    as_of: date | None
    library: Path | None
    readings: tuple[str, ...]
    min_grade: str | None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are read to answer it."""
        return (*self.facts, Path(self.policy))


@frozen
class About:
    """Which facts a command is about, and how they are to be read."""

    facts: tuple[Path, ...]
    organisations: tuple[str, ...]
    periods: tuple[str, ...]
    library: Path | None
    readings: tuple[str, ...]
    min_grade: str | None


class Day(click.ParamType[date]):
    """A day written as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that a text names; fails as a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day of the calendar written as YYYY-MM-DD", param, ctx)


class FactsCommand(click.Command):
    """A command whose `--facts` takes several files as well: `--facts a.csv b.csv`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, each further file with a `--facts` of its own."""
        return super().parse_args(ctx, one_option_each(args))


def one_option_each(args: list[str]) -> list[str]:
    """The arguments with a `--facts` before each further word that ends as a facts file does."""
    done: list[str] = []
    after_facts = False
    for at, word in enumerate(args):
        if word == "--":
            return done + args[at:]
        given = bool(done) and done[-1] == "--facts"  # this word is the option's own value
        if after_facts and not given and _is_facts_file(word):
            done.append("--facts")
        elif not given:
            after_facts = word == "--facts" or word.startswith("--facts=")
        done.append(word)
    return done


def _is_facts_file(word: str) -> bool:
    return not word.startswith("-") and word.lower().endswith(FACTS_SUFFIXES)


def asks(command: Function) -> Function:
    """Gives a command the options that make up a `Question`, which it gets as ``question``."""

    @click.argument("policy")
    @about
    @click.option(
        "--as-of",
        metavar="DATE",
        type=Day(),
        help="Apply the edition in force on this day, whatever the period.",
    )
    @wraps(command)
    def asked(policy: str, about: About, as_of: date | None, **others: Any) -> Any:
        question = Question(
            policy,
            about.facts,
            about.organisations,
            about.periods,
            as_of,
            about.library,
            about.readings,
            about.min_grade,
        )
        return command(question=question, **others)

    return asked  # type: ignore[return-value]  # click takes the options; callers see none of them


def about(command: Function) -> Function:
    """Gives a command the options that make up what it is `About`, which it gets as ``about``."""

    @click.option(
        "--facts",
        "facts",
        metavar="FILE...",
        multiple=True,
        required=True,
        type=click.Path(path_type=Path),
        help="Files of facts: CSV as published, JSON or YAML.",
    )
    @click.option("--org", "orgs", metavar="CODE", multiple=True, help="Only this organisation.")
    @click.option(
        "--period",
        "periods",
        metavar="PERIOD",
        multiple=True,
        help='Only this period, such as "Q1 2025/26".',
    )
    @click.option(
        "--interpretation",
        "readings",
        metavar="NAME=VALUE",
        multiple=True,
        help="Take another reading of a point that the policy leaves open.",
    )
    @click.option(
        "--min-grade",
        metavar="GRADE",
        help="Take what rests on weaker evidence as not known: published, secondary, derived or"
        " unverified.",
    )
    @library_option
    @wraps(command)
    def asked(
        facts: tuple[Path, ...],
        orgs: tuple[str, ...],
        periods: tuple[str, ...],
        library: Path | None,
        readings: tuple[str, ...],
        min_grade: str | None,
        **others: Any,
    ) -> Any:
        told = About(facts, orgs, periods, library, readings, min_grade)
        return command(about=told, **others)

    return asked  # type: ignore[return-value]  # as in `asks`


def library_option(command: Function) -> Function:
    """`--library DIR`."""
    return click.option(
        "--library",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="Folder of policies, instead of POLICY_LIBRARY or the installed one.",
    )(command)


def writes(*formats: str, to_file: bool = True) -> Callable[[Function], Function]:
    """Gives a command `--format`, of which the first is the usual one, and `--out`.

    The command gets both as ``output``. Without `--format` the extension of the file decides.
    """

    def decorate(command: Function) -> Function:
        @wraps(command)
        def writing(format: str | None, out: Path | None = None, **others: Any) -> Any:
            if format is None:
                by_suffix = _FORMAT_OF_SUFFIX.get(out.suffix.lower(), "") if out else ""
                format = by_suffix if by_suffix in formats else formats[0]
            return command(output=Output(format, out), **others)

        decorated = click.option(
            "--format",
            type=click.Choice(formats),
            help=f"Form of the result; {formats[0]} is usual.",
        )(writing)
        if to_file:
            decorated = click.option(
                "--out",
                metavar="FILE",
                type=click.Path(path_type=Path),
                help="Write the result to a file, whole or not at all.",
            )(decorated)
        return decorated  # type: ignore[return-value]  # as in `asks`

    return decorate


def refuse_to_overwrite(output: Output, read: Iterable[Path]) -> None:
    """An answer must not be written over what it was made from.

    Raises:
        click.UsageError: if it would be.
    """
    if output.path is not None and _is_one_of(output.path, read):
        raise click.UsageError(f"--out {output.path} would overwrite what is read")


def refuse_to_append(log: Path, others: Iterable[Path]) -> None:
    """A log is a file of its own.

    Raises:
        click.UsageError: if it is also read or written otherwise.
    """
    if _is_one_of(log, others):
        raise click.UsageError(f"--log {log} is also read or written otherwise")


def _is_one_of(path: Path, others: Iterable[Path]) -> bool:
    for other in others:
        if path == other:
            return True
        try:
            if path.samefile(other):
                return True
        except (OSError, ValueError):
            continue  # one of them is not there: nothing is lost
    return False
