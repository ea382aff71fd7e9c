"""A policy file that is not there is a slip of the command; one that cannot be read is wrong."""

from pathlib import Path

import pytest

from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.main import run

COMMANDS = (
    "check {}",
    "test {}",
    "fmt --check {}",
    "show {}",
    "explain {} --facts wards.csv --org A1",
    "decide {} --facts wards.csv",
    "diff {} {}",
    "impact {} {} --facts wards.csv",
)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", COMMANDS)
def test_the_exit_code_says_which(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("scribble.policy")
    words = command.replace("{}", str(path)).split()
    assert run(words) == ExitCode.USAGE
    assert "scribble.policy" in capsys.readouterr().err
    path.write_bytes(b"policy \xff\n")
    assert run(words) == ExitCode.POLICY_WRONG
    assert "scribble.policy" in capsys.readouterr().err
