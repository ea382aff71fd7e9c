"""`policy watch`: check and test on save."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import monotonic, sleep

import click

from policy_dsl.source import Severity, not_collecting, printable, sort_key
from policy_dsl_cli.cells import count
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.options import library_option
from policy_dsl_cli.output import Output, remark, say
from policy_dsl_cli.trial import failure_lines
from policy_dsl_cli.watching import SavedError, Seen, Watch

#: Seconds between looks: a save is answered within this and the time that the check takes.
PAUSE = 0.05
#: Seconds after which a save is answered, even if examples are left to be run.
ANSWER = 0.15
#: Pauses in a row without anything new, after which all that was made is searched for garbage.
IDLE = 40
#: So many things made are worth a search for garbage among them.
_MADE = 1000
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


@click.command("watch")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@library_option
def command(paths: tuple[Path, ...], library: Path | None) -> ExitCode:
    """Check policy files and run their examples, each time that one is saved.

    What could be written better follows, as soon as it is known.

    Watches the files named and all in the folders named, or those of the current folder; what they
    read as well: figures supplied beside them, and policies they use. Ends with Ctrl-C.
    """
    wanted = paths or (Path(),)
    missing = [path for path in wanted if not path.exists()]
    for path in missing:
        remark(f"policy: there is no file or folder {path}")
    if missing:
        return ExitCode.USAGE
    try:
        follow(Watch(wanted, library), Output("text"), _pauses())
    except KeyboardInterrupt:
        remark("")  # the prompt below the ^C of the terminal
    return ExitCode.INTERRUPTED


def follow(
    watch: Watch, output: Output, pauses: Iterable[object], clock: Callable[[], float] = monotonic
) -> None:
    """Reports what is in the files, and anew after each of the ``pauses`` in which one changed.

    Where there are examples for longer than `ANSWER` seconds of the ``clock``, what is known by
    then is reported first, and all when they have been run.  The findings on what changed follow,
    unless a file is saved meanwhile.
    """
    watch.look()
    watch.run(lambda: False)
    _report(watch, (), output)
    changed: tuple[Path, ...] = ()
    for _ in pauses:
        saved = True
        while saved:
            started = clock()
            found = watch.look()
            changed = found or changed
            saved = not found and not watch.left and _further(watch, output, clock)
        if found or watch.left:
            enough = started + (ANSWER if found else PAUSE)
            watch.run(lambda enough=enough: clock() > enough)  # type: ignore[misc]
            if found or not watch.left:
                _report(watch, changed, output)


def _pauses() -> Iterator[None]:
    with not_collecting():
        for _ in collecting():
            sleep(PAUSE)
            yield


def collecting() -> Iterator[None]:
    """At each step looks for garbage, which Python by itself may do while a save waits.

    Only what is new is looked at, which is soon done; in an idle moment also what stayed.  But what
    there is at the first of these will stay: it is never looked at.
    """
    idle, frozen = 0, False
    while True:
        if gc.get_count()[0] > _MADE:
            gc.collect(0)
            idle = 0
        elif idle < IDLE:
            idle += 1
            if idle == IDLE and frozen:
                gc.collect()
            elif idle == IDLE:
                gc.freeze()
                frozen = True
        yield


def _report(watch: Watch, changed: Sequence[Path], output: Output) -> None:
    if output.on_terminal:
        output.write(_CLEAR)
    for path in changed:
        output.write(f"{printable(str(path))} changed\n")
    said = watch.said
    if changed and said:
        output.write("\n")
    say(said)
    trials = [one.trial for one in watch.seen if one.trial is not None]
    for trial in trials:
        for outcome in trial.failed:
            lines = "".join(f"{printable(line)}\n" for line in failure_lines(trial, outcome))
            output.write(f"{lines}\n")
    wrong = sum(item.severity is Severity.ERROR for item in said)
    found = count(wrong, "error") if wrong else "no errors"
    if len(said) > wrong:
        found += f", {count(len(said) - wrong, 'warning')}"
    examples = sum(one.ran for one in watch.seen)
    failed = sum(len(trial.failed) for trial in trials)
    passed = f"{failed:,} failed" if failed else "all passed"
    of_all = f" of {examples + watch.left:,}" if watch.left else ""
    tried = f"{count(examples, 'example')}{of_all}: {passed}" if examples else "no examples run"
    output.write(f"{count(len(watch.seen), 'policy file')}: {found}; {tried}\n")
    if not output.on_terminal or not watch.unasked:
        _end(output)


def _further(watch: Watch, output: Output, clock: Callable[[], float]) -> bool:
    """Reports the findings on what changed; whether a file was saved before they were known."""
    if not watch.unasked or watch.stale:  # stale: half saved
        return False
    try:
        _report_findings(watch.find(clock), output)
    except SavedError:
        return True
    return False


def _report_findings(found: Sequence[Seen], output: Output) -> None:
    said = {sort_key(item): item for one in found for item in one.findings or ()}
    say(said.values())
    where = printable(str(found[0].path)) if len(found) == 1 else count(len(found), "policy file")
    output.write(f"{count(len(said), 'finding') if said else 'no findings'} in {where}\n")
    _end(output)


def _end(output: Output) -> None:
    output.write("Watching; Ctrl-C ends.\n" if output.on_terminal else "\n")
