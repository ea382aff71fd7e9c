"""What `policy` does when things go wrong around it, and what it costs to start."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from policy_dsl_cli import commands, main
from policy_dsl_cli.exit_codes import MEANINGS, ExitCode

ROOT = Path(__file__).resolve().parents[2]
ENTRY = "from policy_dsl_cli.main import main; main()"


def python(*arguments: str, code: str = ENTRY, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a Python of its own that sees the modules this one sees."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **env},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def loaded(*arguments: str) -> set[str]:
    """The modules that a run has imported by its end, beside those Python itself starts with."""
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom policy_dsl_cli.main import run\n"
        "code = run(sys.argv[1:])\n"
        "print(*(set(sys.modules) - before), file=sys.stderr)\nsys.exit(code)"
    )
    done = python(*arguments, code=code)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


# ---- what it costs to start ----------------------------------------------------------------------


def test_the_version_imports_next_to_nothing() -> None:
    modules = loaded("--version")

    others = {"click", "lark", "attr", "attrs", "yaml", "typing", "re", "enum"}
    assert not modules & others
    assert {name for name in modules if name.startswith("policy_dsl")} == {
        "policy_dsl",
        "policy_dsl._version",
        "policy_dsl_cli",
        "policy_dsl_cli.main",
    }


def test_help_imports_no_command() -> None:
    modules = loaded("--help")

    assert "lark" not in modules
    assert not {name for name in modules if name.endswith("_command")}


def test_a_command_imports_no_other() -> None:
    modules = loaded("list")

    assert {name for name in modules if name.endswith("_command")} == {
        "policy_dsl_cli.list_command"
    }


# ---- exit codes ----------------------------------------------------------------------------------


def test_every_exit_code_has_a_meaning() -> None:
    assert set(MEANINGS) == set(ExitCode)


def test_the_documentation_has_the_same_table() -> None:
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")

    rows = re.findall(r"^\| (\d+) \| (\w+) \| (.+) \|$", text, re.MULTILINE)
    assert rows == [(str(code.value), code.name, MEANINGS[code]) for code in ExitCode]


# ---- faults of our own ---------------------------------------------------------------------------


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """A list whose only item is raised in the middle of a command."""
    faults: list[BaseException] = []

    def fail(*_: object) -> None:
        raise faults[0]

    monkeypatch.delenv("POLICY_DEBUG", raising=False)
    monkeypatch.setattr(commands, "invoke", fail)
    return faults


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (KeyError("fact\x1b[2J"), r"KeyError: 'fact\x1b[2J'"),
        (RecursionError("too deep"), "RecursionError: too deep"),
        (MemoryError(), "MemoryError ("),
        (AssertionError("x" * 1000), "AssertionError: " + "x" * 200 + " ("),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_fault_of_ours_is_two_calm_lines(
    failing: list[BaseException],
    capsys: pytest.CaptureFixture[str],
    fault: BaseException,
    named: str,
) -> None:
    failing.append(fault)

    assert main.run(["list"]) == ExitCode.OWN_FAULT
    out, err = capsys.readouterr()
    assert out == ""
    assert named in err
    assert "main.py:" in err
    assert "Please report this" in err
    assert err.count("\n") == 2
    assert "Traceback" not in err


def test_the_traceback_is_there_for_who_asks(
    failing: list[BaseException],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing.append(KeyError("fact"))
    monkeypatch.setenv("POLICY_DEBUG", "1")

    assert main.run(["list"]) == ExitCode.OWN_FAULT
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_no_fault(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.append(KeyboardInterrupt())

    assert main.run(["list"]) == ExitCode.INTERRUPTED
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("folder")
def test_an_interruption_inside_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    from policy_dsl_cli import list_command

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(list_command, "editions", interrupted)

    assert main.run(["list"]) == ExitCode.INTERRUPTED


# ---- what the output is connected to -------------------------------------------------------------


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [("list",), ("--version",), ("--help",)])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_device_is_said(arguments: tuple[str, ...]) -> None:
    code = f"import sys; sys.stdout = open('/dev/full', 'w'); {ENTRY}"

    done = python(*arguments, code=code)

    assert done.returncode == ExitCode.NOT_WRITTEN
    assert done.stderr == f"policy: the output cannot be written: {os.strerror(errno.ENOSPC)}\n"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [("list",), ("--version",), ("--help",)])
def test_a_reader_that_leaves_early_changes_nothing(arguments: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        done = subprocess.run(
            [sys.executable, "-c", ENTRY, *arguments],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (done.returncode, done.stderr) == (ExitCode.OK, b"")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [("list",), ("--version",)])
def test_without_any_stdout(arguments: tuple[str, ...]) -> None:
    done = python(*arguments, code=f"import sys; sys.stdout = sys.stderr = None; {ENTRY}")

    assert done.returncode == ExitCode.OK


def test_a_terminal_that_lacks_a_letter(folder: Path) -> None:
    facts = folder / "named.csv"
    facts.write_text("organisation,name,period,falls\nA1,Tŷ Coch,Q1 2025/26,1\n", encoding="utf-8")

    done = python(
        "decide", "example.wards", "--facts", str(facts), PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )

    assert r"T\u0177 Coch" in done.stdout
    assert done.returncode == ExitCode.UNSETTLED
