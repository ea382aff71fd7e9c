"""`policy watch`, a save at a time: each pause of the command is a step of the test."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from policy_dsl.analyse import Checkpoint
from policy_dsl.authoring import first_text
from policy_dsl.check.policy import Policy
from policy_dsl.findings import Findings, findings
from policy_dsl_cli import watch_command
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.main import run
from policy_dsl_cli.output import Output
from policy_dsl_cli.watch_command import follow
from policy_dsl_cli.watching import Watch

TEXT = first_text("care.homes", "2026-27", date(2026, 5, 1))
CLEAN = "1 policy file: no errors; 1 example: all passed\n\n"
NOTHING = "no findings in homes.policy\n\n"
USER = """\
policy care.user version 2026-27
    title    "A framework that uses another"
    in force 2026-04-01 to 2027-03-31
    rates    provider each quarter

use care.homes

rating whole: colour
    start with homes.overall

example "As the other says"
    given seen_in_time 97.5%, plan_on_time no
    expect whole amber
"""
_TICKS = itertools.count(1)


def save(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    tick = next(_TICKS) * 10**9  # two saves within a tick of the clock are still two
    os.utime(path, ns=(tick, tick))


@pytest.fixture
def written(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """Follows files through some steps; what was written at first and after each of them."""

    def play(*steps: Callable[[], object], paths: tuple[Path, ...] = (here,)) -> list[str]:
        done: list[str] = []

        def note() -> None:
            sys.stdout.flush()
            captured = capsys.readouterr()
            done.append(captured.err + captured.out)

        def pauses() -> Iterator[None]:
            for step in steps:
                note()
                step()
                yield

        follow(Watch(paths), Output("text"), pauses(), lambda: 0.0)  # nothing takes any time
        note()
        return done

    return play


def test_a_save_is_answered_with_what_is_wrong_now(
    here: Path, written: Callable[..., list[str]]
) -> None:
    path = here / "homes.policy"
    save(path, TEXT)
    first, idle, broken, mended = written(
        lambda: None,
        lambda: save(path, TEXT.replace("when not plan_on_time", "when not plan_in_time")),
        lambda: save(path, TEXT),
    )
    assert first == CLEAN
    assert idle == NOTHING
    assert "error[unknown-name]" in broken
    assert "did you mean `plan_on_time`?" in broken
    assert broken.endswith("1 policy file: 1 error; no examples run\n\n")
    assert mended == "homes.policy changed\n" + CLEAN


def test_an_example_that_fails_is_shown_with_what_decided(
    here: Path, written: Callable[..., list[str]]
) -> None:
    path = here / "homes.policy"
    save(path, TEXT)
    _, failing = written(lambda: save(path, TEXT.replace("no better than amber", "becomes red")))
    assert failing.startswith("homes.policy changed\nhomes.policy:")
    assert "overall: expected amber, got red" in failing
    assert failing.endswith("no errors; 1 example: 1 failed\n\n")


def test_many_examples_are_no_reason_to_wait_for_the_answer(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = here / "homes.policy"
    body = TEXT[TEXT.index("    given seen") :]
    more = "".join(f'\nexample "Once more, {number}"\n{body}' for number in range(3))
    save(path, TEXT)
    seconds = itertools.count()  # at each look at the clock a second has gone by

    def pauses() -> Iterator[None]:
        capsys.readouterr()
        save(path, TEXT + more)
        yield
        assert capsys.readouterr().out.endswith("; 1 example of 4: all passed\n\n")
        yield
        yield
        assert capsys.readouterr().out == ""
        yield
        assert capsys.readouterr().out.endswith("; 4 examples: all passed\n\n")
        yield
        assert capsys.readouterr().out == NOTHING
        yield
        assert capsys.readouterr().out == ""

    follow(Watch((path,)), Output("text"), pauses(), lambda: float(next(seconds)))


LEFT_OVER = TEXT.replace("\n\n# The first case", '\n    beds count "Beds"\n\n# The first case')


def test_what_could_be_better_follows_the_answer(
    here: Path, written: Callable[..., list[str]]
) -> None:
    path = here / "homes.policy"
    save(path, TEXT)
    *_, answer, further, quiet = written(
        lambda: None, lambda: save(path, LEFT_OVER), lambda: None, lambda: None
    )
    assert answer == "homes.policy changed\n" + CLEAN
    assert further.startswith("warning[unused-fact]: ")
    assert further.endswith("\n\n1 finding in homes.policy\n\n")
    assert quiet == ""


def test_only_what_changed_and_what_uses_it_is_looked_at_further(
    here: Path, written: Callable[..., list[str]]
) -> None:
    used = here.absolute().parent / "library" / "homes.policy"
    save(used, TEXT)
    save(here / "user.policy", USER)
    save(here / "other.policy", TEXT.replace("care.homes", "care.other"))
    done = written(
        lambda: None,
        lambda: save(used, LEFT_OVER),
        lambda: None,
        lambda: save(here / "other.policy", "policy"),
        lambda: None,
        paths=(here, used),
    )
    assert [done[at].splitlines()[-2] for at in (1, 3)] == [
        "no findings in 3 policy files",
        "1 finding in 2 policy files",
    ]
    assert done[5] == ""  # one with mistakes is not looked at further


def test_a_save_ends_the_search_for_findings(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = here / "homes.policy"
    save(path, LEFT_OVER)
    watch = Watch((path,))
    rounds: list[str] = []

    def saved_meanwhile(policy: Policy, checkpoint: Checkpoint) -> Findings:
        if not rounds:
            checkpoint()
            rounds.append("saved")
            save(path, TEXT)
            checkpoint()
            raise AssertionError("a save is not noticed")
        return findings(policy, checkpoint)

    def pauses() -> Iterator[None]:
        for expected in (CLEAN, "homes.policy changed\n" + CLEAN, NOTHING):
            assert capsys.readouterr().out == expected
            yield

    monkeypatch.setattr("policy_dsl.findings.findings", saved_meanwhile)
    seconds = itertools.count()
    follow(watch, Output("text"), pauses(), lambda: float(next(seconds)))
    assert rounds == ["saved"]


def test_files_come_and_go(here: Path, written: Callable[..., list[str]]) -> None:
    other = here / "other.policy"
    save(here / "homes.policy", TEXT)
    nothing = [lambda: None] * 10  # folders are searched now and then
    done = written(
        lambda: save(other, TEXT.replace("care.homes", "care.other")),
        *nothing,
        other.unlink,
        *nothing,
    )
    said = [text for text in done if text]
    assert said[:2] == [CLEAN, NOTHING]
    assert said[2].startswith("other.policy changed\n2 policy files: no errors")
    assert said[3] == "no findings in other.policy\n\n"
    assert said[-1] == "other.policy changed\n" + CLEAN


def test_a_named_file_that_is_gone_is_missed_until_it_is_back(
    here: Path, written: Callable[..., list[str]]
) -> None:
    path = here / "homes.policy"
    save(path, TEXT)
    _, gone, back = written(path.unlink, lambda: save(path, TEXT), paths=(path,))
    assert "error[file-missing]" in gone
    assert back.endswith(CLEAN)


def test_two_files_are_held_beside_one_another(
    here: Path, written: Callable[..., list[str]]
) -> None:
    save(here / "a.policy", TEXT)
    save(here / "b.policy", TEXT.replace("2026-27", "draft"))
    (said,) = written()
    assert "error[editions-overlap]" in said


def test_a_policy_that_is_used_is_watched_too(
    here: Path, written: Callable[..., list[str]]
) -> None:
    used, user = here.absolute().parent / "library" / "homes.policy", here / "user.policy"
    save(used, TEXT)
    save(user, USER)
    first, other, broken, mended = written(
        lambda: save(used, TEXT.replace("better than amber", "better than red")),
        lambda: save(used, TEXT.replace("otherwise", "sometimes")),
        lambda: save(used, TEXT),
    )
    assert first == CLEAN
    assert "expected amber, got" in other
    assert "error[used-policy]" in broken
    assert mended == "user.policy changed\n" + CLEAN


def test_a_file_emptied_before_it_is_written_is_waited_for(
    here: Path, written: Callable[..., list[str]]
) -> None:
    path = here / "homes.policy"
    save(path, TEXT)
    _, emptied, full = written(lambda: save(path, ""), lambda: save(path, TEXT + "\n"))
    assert (emptied, full) == ("", "homes.policy changed\n" + CLEAN)
    _, soon, left = written(lambda: save(path, ""), lambda: None)
    assert soon == ""
    assert "error[empty-policy]" in left


def test_the_screen_is_cleared_on_a_terminal_and_nowhere_else(
    here: Path, written: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    save(here / "homes.policy", TEXT)
    (plain,) = written()
    monkeypatch.setattr("policy_dsl_cli.output.is_terminal", lambda _: True)
    shown, further = written(lambda: None)
    assert "\x1b" not in plain
    assert shown == "\x1b[2J\x1b[3J\x1b[H" + CLEAN.rstrip() + "\n"
    assert further == NOTHING.rstrip() + "\nWatching; Ctrl-C ends.\n"


def test_control_c_ends_it_with_its_exit_code(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    save(here / "homes.policy", TEXT)
    monkeypatch.setattr(watch_command, "sleep", interrupted)
    assert run(["watch"]) == ExitCode.INTERRUPTED
    done = capsys.readouterr()
    assert (done.out, done.err) == (CLEAN, "\n")


@pytest.mark.usefixtures("here")
def test_a_path_that_is_not_there_is_a_slip(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["watch", "nowhere.policy"]) == ExitCode.USAGE
    assert capsys.readouterr().err == "policy: there is no file or folder nowhere.policy\n"
