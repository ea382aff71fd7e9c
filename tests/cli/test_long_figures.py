"""Figures of thirty digits before and thirty behind the point lose none of them, in any command.

The whole suite runs with a decimal context that refuses to lose a digit (tests/conftest.py); the
searches of these commands move figures, so they are where an operator would first round one.
"""

import json
from pathlib import Path

import pytest

from policy_dsl.invent import lines
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.main import run

POLICY = """\
policy test.long version 1
    title    "Figures as long as any may be"
    in force 2025-04-01 to 2026-03-31
    rates    acute, community each quarter

scale score best to worst: 1, 2, 3

facts each quarter
    income  money   "Income"
    staff   count   "Staff"
    portion percent "Portion"
    figure  number  "Figure"
    wait    days    "Wait"
    balance number  "Balance"
    mark    number from 0 to 900000000000000000000000000000.5 "Mark"

value more = income + £0.000000000000000000000000000001
value mean = average of portion across acute

rating size: score
    1 when income >= £500000000000000000000000000000.01
    2 when staff >= 999999999999999999999999999990
    3 otherwise

rating solvent: score
    1 when balance > -123456789012345678901234567890.000000000000000000000000000009
    2 otherwise

rating grade: score
    1 when portion > 123456789012345678901234567890.123456789%
    2 when figure - 0.1 >= 100000000000000000000000000000.000000000000000000000000000001
    3 when wait < 99999999999999999999999999999 days or mark > 800000000000000000000000000000.5
    1 otherwise

example "As it stands"
    of kind acute
    given income £500000000000000000000000000000.01, staff 999999999999999999999999999990
    given figure 100000000000000000000000000000.100000000000000000000000000001
    given mark 900000000000000000000000000000.5, portion 123456789012345678901234567890.1234%
    given for "B": portion 123456789012345678901234567890.1234%
    expect size 1, grade 2, mean 123456789012345678901234567890.1234%
    expect more £500000000000000000000000000000.010000000000000000000000000001
"""
FACTS = """\
organisation,kind,period,income,staff,portion,figure,wait,mark
A,acute,2025-Q2,500000000000000000000000000000.00,999999999999999999999999999989,1,\
100000000000000000000000000000.100000000000000000000000000001,1,900000000000000000000000000000.5
B,acute,2025-Q2,500000000000000000000000000000.01,999999999999999999999999999989,1,,,
"""


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    code = run(list(arguments))
    written = capsys.readouterr()
    assert code == ExitCode.OK, written.err
    return written.out


@pytest.fixture
def policy(tmp_path: Path) -> str:
    path = tmp_path / "long.policy"
    path.write_text(POLICY, encoding="utf-8")
    return str(path)


def test_examples_that_are_found_pass(policy: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "test", policy, "--write-examples")
    assert "given income £500,000,000,000,000,000,000,000,000,000.02" in found
    mutation = json.loads(printed(capsys, "test", policy, "--mutate", "--format", "json"))
    killing = [one["example"] for one in mutation["policies"][0]["mutation"]["survivors"]]
    assert len(killing) > 20
    Path(policy).write_text("\n".join([POLICY, found, *killing]), encoding="utf-8")
    assert "all passed" in printed(capsys, "test", policy)


def test_the_smallest_change_is_found(
    policy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "long.csv"
    facts.write_text(FACTS, encoding="utf-8")
    explain = ("explain", policy, "--facts", str(facts), "--what-would-change", "--org")
    changes = printed(capsys, *explain, "A")
    assert "staff 999999999999999999999999999990 instead of" in changes
    assert "portion 123456789012345678901234567890.123456790% instead of" in changes
    assert "income £500,000,000,000,000,000,000,000,000,000.00 instead" in printed(
        capsys, *explain, "B"
    )


def test_a_lost_digit_is_noticed(
    policy: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts = tmp_path / "long.csv"
    facts.write_text(FACTS, encoding="utf-8")
    monkeypatch.setattr(lines, "at_place", lambda place, step: place * step)
    run(["explain", policy, "--facts", str(facts), "--what-would-change", "--org", "A"])
    assert "Inexact" in capsys.readouterr().err
