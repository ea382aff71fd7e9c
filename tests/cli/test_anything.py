"""Whatever it is given, `policy` ends in an exit code that is not our own fault."""

import contextlib
import io
import os
import tempfile
from pathlib import Path
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.main import run

FILES = Path(__file__).parent / "files"
LIBRARY = ["--library", str(FILES / "library")]
POLICY = (FILES / "library" / "example" / "wards" / "2025.policy").read_bytes()
WARDS = (FILES / "wards.csv").read_bytes()
SETTLED = (FILES / "settled.yaml").read_bytes()
WORDS = [
    *(
        "list",
        "check",
        "test",
        "-k",
        "--interpretation",
        "red=1",
        "--min-grade",
        "decide",
        "explain",
        "show",
        "diff",
        "editions",
        "impact",
        "replay",
        "reproduce",
        "--coverage",
        "--strict",
        "--facts",
        "--org",
        "--period",
        "--as-of",
    ),
    *("--format", "json", "csv", "--help", "example.wards", "example.wards@", "@", "", "--", "-"),
    *("A1", "2025-Q2", "2025-06-30", "\udc80", str(FILES / "wards.csv"), str(FILES)),
]


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file with some of it replaced by anything."""
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(start + 20, len(whole))))
    return whole[:start] + draw(st.binary(max_size=20)) + whole[end:]


def ends_well(*arguments: str) -> None:
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()) as err,
    ):
        code = run(arguments)
    assert code in set(ExitCode) - {ExitCode.OWN_FAULT}, err.getvalue()


# No system hands a program a NUL among its arguments.
ANY_WORD = st.text(st.characters(exclude_characters="\0"), max_size=8)


@given(st.lists(st.sampled_from(WORDS) | ANY_WORD, max_size=8))
def test_any_words(words: list[str]) -> None:
    # Never `--out`: it would write where it is told to.
    with mock.patch.dict(os.environ, {"POLICY_LIBRARY": str(FILES / "library")}):
        ends_well(*[word for word in words if not word.startswith("--o")])


@given(st.binary(max_size=200) | damaged(POLICY))
def test_any_policy(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.policy"
        path.write_bytes(data)
        ends_well("check", folder)
        ends_well("list", "--library", folder)
        ends_well("reproduce", str(path), "--facts", str(FILES / "wards.csv"))


@given(
    st.sampled_from([".csv", ".json", ".yaml"]),
    st.binary(max_size=200) | damaged(WARDS) | damaged(SETTLED),
)
def test_any_facts(suffix: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any{suffix}"
        path.write_bytes(data)
        ends_well("decide", "example.wards", *LIBRARY, "--facts", str(path))
        ends_well("explain", "example.wards", *LIBRARY, "--facts", str(path))
