"""The timeline of a policy as JSON fits its schema, for every policy of the library."""

import json
from pathlib import Path

import pytest

from policy_dsl_cli.main import run
from tests.schemas import objections

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["monitor.risk_assessment_framework", "cqc.ratings"])
def test_the_json_fits_its_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["editions", name, "--library", str(ROOT / "policies"), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert objections("editions-1", told) == []
    assert [one["kind"] for one in told["timeline"]] == ["edition", "edition"]
    assert told["timeline"][1]["changes"]["total"] > 10
