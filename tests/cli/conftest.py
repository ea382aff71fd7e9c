"""A folder to run commands in, with a small library and facts of its own."""

import shutil
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: a copy of `files`, where `library` is the library."""
    here = tmp_path / "work"
    shutil.copytree(FILES, here)
    monkeypatch.chdir(here)
    monkeypatch.setenv("POLICY_LIBRARY", "library")
    for name in ("NO_COLOR", "POLICY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return here


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and an empty library."""
    (tmp_path / "library").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("POLICY_LIBRARY", str(tmp_path / "library"))
    return Path()
