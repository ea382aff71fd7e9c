"""What `policy explain --format json` says beyond the decision, beside what the text says."""

import json
from pathlib import Path

import pytest

from tests.cli.session import execute
from tests.schemas import objections

FILES = Path(__file__).parent / "files"
ASKED = "explain example.trusts --library second --facts trusts.csv --org T2 --period 'Q3 2025/26'"


def test_the_other_readings_are_those_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FILES)
    text = execute(f"policy {ASKED}", monkeypatch)
    (found,) = json.loads(execute(f"policy {ASKED} --format json", monkeypatch))
    assert objections("decision-1", found) == []
    said = " ".join(text.partition("Under another reading")[2].partition("Sources")[0].split())
    readings = found["other_readings"]
    assert readings
    for reading in readings:
        assert f"if {reading['interpretation']} were {reading['other']}" in said
        for name, change in reading["changes"].items():
            assert name in text
            assert all(label in said for label in change["possible"]), (name, change, said)
