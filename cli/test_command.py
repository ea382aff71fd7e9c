"""`policy test`: the examples in policies, run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from policy_dsl.check.policy import Policy
from policy_dsl.library import SUFFIX, editions, find, library_folder, policy_files
from policy_dsl.source import Diagnostic, did_you_mean, printable
from policy_dsl.testing import run_examples
from policy_dsl_cli.answers import checked_files, exit_code_of
from policy_dsl_cli.cells import count
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.options import library_option, refuse_to_overwrite, writes
from policy_dsl_cli.output import Output, remark, say
from policy_dsl_cli.tables import Table
from policy_dsl_cli.trial import Beyond, Trial, failure_lines, trials_to_json


@click.command("test")
@click.argument("policies", nargs=-1, metavar="[POLICY|PATH]...")
@click.option(
    "-k", "words", metavar="TEXT", multiple=True, help="Only examples with this in their title."
)
@click.option(
    "--coverage", "covering", is_flag=True, help="Show what no example reaches, rule by rule."
)
@click.option(
    "--mutate", "mutating", is_flag=True, help="Show what faults no example would notice."
)
@click.option(
    "--write-examples",
    "proposing",
    is_flag=True,
    help="Write examples, ready to be pasted, that reach what none reaches.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="With --coverage or --mutate: exit code 1 if anything is missed.",
)
@library_option
@writes("text", "json", "junit")
def command(
    policies: tuple[str, ...],
    words: tuple[str, ...],
    covering: bool,
    mutating: bool,
    proposing: bool,
    strict: bool,
    library: Path | None,
    output: Output,
) -> ExitCode:
    """Run the examples in policies: by name, in files and folders, or all those of the library.

    Each gives facts and says what is expected of them; one that fails is shown with what decided
    otherwise. The exit code is 1 where any fails, 3 where a policy has mistakes.
    """
    if strict and not (covering or mutating):
        raise click.UsageError("`--strict` goes with `--coverage` or `--mutate`")
    files, said = _files(policies, library)
    refuse_to_overwrite(output, files)
    tested: list[Trial] = []
    titles: list[str] = []
    for policy, mistakes in checked_files(files, library, "testing"):
        said.extend(mistakes)
        if policy is not None:
            titles.extend(example.title for example in policy.examples)
            tested.append(_tried(policy, words))
    if words:
        tested = [one for one in tested if one.outcomes]
    if covering:
        said.extend(item for one in tested for item in one.unreached.said)
    if mutating:
        said.extend(item for one in tested for item in one.mutation.said)
    nothing = output.is_text and not tested
    say(said, last=nothing)
    wrong = exit_code_of(said)
    if not tested and not wrong:
        raise click.UsageError(_none_called(words, titles))
    if nothing:
        return wrong
    more = Beyond(covering, mutating, proposing)
    match output.format:
        case "json":
            output.write_json(trials_to_json(tested, said, more))
        case "junit":
            from policy_dsl_cli.junit import to_junit

            output.write(to_junit(tested, said, covering, strict, mutating))
        case _ if more.proposals_alone:
            # Nothing but the examples, so that they can be added to a file as they stand.
            for line in _report(tested, output).splitlines():
                remark(line)
            output.write("".join(f"\n{part}" for part in _beyond(tested, more, output)))
        case _:
            # One text: what is written to a file is written whole.
            output.write("\n".join([_report(tested, output), *_beyond(tested, more, output)]))
    if more.proposals_alone and output.is_text and output.path is None:
        remark("")
        remark(_summary(tested, said))
    else:
        output.conclude(_summary(tested, said))
    failed = any(one.failed for one in tested) or (strict and _falls_short(tested, more))
    return wrong or (ExitCode.UNSETTLED if failed else ExitCode.OK)


def _files(wanted: Sequence[str], library: Path | None) -> tuple[list[Path], list[Diagnostic]]:
    """The policy files meant, and what is said of names that mean none.

    Raises:
        Stop: if there are no policy files at all, after saying so.
    """
    folder = library_folder(library)
    paths: list[Path] = []
    said: list[Diagnostic] = []
    for word in wanted:
        if word.endswith(SUFFIX) or "/" in word or "\\" in word or _exists(word):
            paths.append(Path(word))
            continue
        known, troubles = editions(folder)
        name, at, version = word.partition("@")
        chosen, unknown = find(known, name, version if at else None)
        if unknown is not None:
            said.extend(troubles if troubles and not known else [unknown])
        paths.extend(edition.path for edition in chosen)
    files = policy_files(paths if wanted else [folder])
    if not files and not said:
        places = ", ".join(map(str, paths or [folder]))
        remark(f"policy: there are no policy files in {places}")
        raise Stop(ExitCode.USAGE)
    return files, said


def _exists(word: str) -> bool:
    try:
        return Path(word).exists()
    except (OSError, ValueError):  # no path at all: a NUL, or far too long
        return False


def _tried(policy: Policy, words: Sequence[str]) -> Trial:
    chosen = [
        example
        for example in policy.examples
        if not words or any(word.casefold() in example.title.casefold() for word in words)
    ]
    return Trial(policy, run_examples(policy, chosen))


def _falls_short(tested: Sequence[Trial], more: Beyond) -> bool:
    """Whether a goal is missed or a fault survives, or there is something to say of a comment that
    leaves one.
    """
    return any(
        (more.coverage and (one.unreached.missed or one.unreached.said))
        or (more.mutation and (one.mutation.survivors or one.mutation.said))
        for one in tested
    )


def _none_called(words: Sequence[str], titles: Sequence[str]) -> str:
    """That no example has any of the words, and the title nearest to one of them."""
    helps = [did_you_mean(word, titles) for word in words]
    there_are = f"`-k` chooses among {count(len(titles), 'title')}" if titles else "there are none"
    help = next((help for help in helps if help), there_are)
    asked = " or ".join(f"`{word}`" for word in words)
    return printable(f"no example has {asked} in its title; {help}")


def _report(tested: Sequence[Trial], output: Output) -> str:
    header = ("policy", "passed", "failed")
    rows = [
        (one.path, str(len(one.outcomes) - len(one.failed)), str(len(one.failed) or ""))
        for one in tested
    ]
    parts = [Table(header, rows, numbers=header[1:]).render(output)] if rows else []
    parts.extend(
        "".join(f"{printable(line)}\n" for line in failure_lines(one, outcome))
        for one in tested
        for outcome in one.failed
    )
    return "\n".join(parts)


def _summary(tested: Sequence[Trial], said: Sequence[Diagnostic]) -> str:
    examples = sum(len(one.outcomes) for one in tested)
    failed = sum(len(one.failed) for one in tested)
    found = f"{count(examples, 'example')} in {count(len(tested), 'policy file')}"
    if not examples:
        found = f"no examples in {count(len(tested), 'policy file')}"
    elif failed:
        found += f": {examples - failed:,} passed, {failed:,} failed"
    else:
        found += ": all passed"
    wrong = exit_code_of(said) is ExitCode.POLICY_WRONG
    return found + ("; those of policies with mistakes were not run" if wrong else "")


def _beyond(tested: Sequence[Trial], more: Beyond, output: Output) -> Iterator[str]:
    # Each imported only when asked for: running examples is what a person waits for most.
    if more.coverage:
        from policy_dsl_cli.coverage import report as covered

        yield covered([one.unreached for one in tested], output)
    if more.mutation:
        from policy_dsl_cli import mutation

        found = [one.mutation for one in tested]
        yield f"{mutation.report(found, output)}\n{mutation.summary(found)}\n"
    if more.proposals:
        from policy_dsl_cli.proposals import report as proposed

        yield proposed([one.unreached for one in tested], output)
