"""What must be seen on the regulators' own files, through the command line."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from policy_dsl_cli.main import run

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORK = "nhs.oversight_framework"


@pytest.fixture
def trusts(shared: Path) -> str:
    return str(shared / "data" / "nof_2025_26" / "mental_health_and_community_q1_q2.csv")


@pytest.fixture(autouse=True)
def _library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_LIBRARY", str(ROOT / "policies"))


def test_every_published_segment_is_reproduced(
    trusts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["reproduce", FRAMEWORK, "--facts", trusts, "--format", "json"])

    told = json.loads(capsys.readouterr().out)
    counts = {one["result"]: (one["compared"], one["agree"]) for one in told["results"]}
    assert code == 0
    assert {counts[name] for name in ("average_score", "adjusted", "final")} == {(122, 122)}
    assert told["published"] == told["compared"] == sum(agree for _, agree in counts.values())


def test_a_planted_wrong_threshold_is_found_with_its_rows(
    trusts: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(ROOT / "policies" / "nhs" / "oversight_framework", folder)
    national = folder / "2025-26.national.yaml"
    text = national.read_text(encoding="utf-8")
    assert "2.05" in text
    national.write_text(text.replace("2.05", "2.15"), encoding="utf-8")

    code = run(["reproduce", f"{FRAMEWORK}@2025-26", "--library", str(folder), "--facts", trusts])

    out = capsys.readouterr().out
    assert code == 1
    assert "These differ:" in out
    rows = [line for line in out.splitlines() if "mental_health_and_community_q1_q2.csv:" in line]
    assert rows
    assert all("Q1 2025/26" in row for row in rows)
    assert f"To see why: policy explain {FRAMEWORK}@2025-26 --facts" in out


def test_of_the_care_quality_records_one_differs(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = str(shared / "data" / "cqc_ratings" / "rating_records.csv")

    code = run(["reproduce", "cqc.ratings", "--facts", records, "--format", "csv"])

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    (differing,) = [row for row in rows if row["verdict"] == "differs"]
    assert code == 1
    assert (differing["organisation"], differing["ours"], differing["published"]) == (
        "1-139948467",
        "requires_improvement",
        "good",
    )
    assert sum(row["verdict"] == "agrees" for row in rows) > 400


def test_an_explanation_fits_the_page(trusts: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--facts", trusts, "--org", "RXG", "--period", "Q1 2025/26"]
    code = run(["explain", FRAMEWORK, *arguments])

    out = capsys.readouterr().out
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    assert "override financial" in out


def test_decisions_are_the_same_bytes_every_time(
    trusts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["decide", FRAMEWORK, "--facts", trusts, "--org", "RXG", "--format", "json"]

    assert run(arguments) == run(arguments) == 0
    out = capsys.readouterr().out
    assert out[: len(out) // 2] == out[len(out) // 2 :]
    assert out.isascii()
