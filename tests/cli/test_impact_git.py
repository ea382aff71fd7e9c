"""`policy impact` between revisions of git, figures beside the policy included."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from policy_dsl_cli.main import run

POLICY = """policy example.wards version 2025
    title    "Ward ratings"
    in force from 2025-04-01
    rates    ward each quarter

source DOC published "Rating a ward"

scale colour best to worst: green, amber, red

facts each quarter                                       [DOC]
    falls number "Falls"

national facts each quarter supplied in "figures.yaml"   [DOC]
    most number "Most falls that are green"

rating overall: colour                                   [DOC]
    green when falls <= most
    amber when falls <= 6
    red   otherwise
"""
FIGURES = "grade: published\nnational:\n  - {{period: Q1 2025/26, facts: {{most: {}}}}}\n"


def git(*words: str) -> None:
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *author, *words], check=True, capture_output=True)


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POLICY_LIBRARY", "library")
    folder = Path("library")
    folder.mkdir()
    policy, figures = folder / "wards.policy", folder / "figures.yaml"
    policy.write_text(POLICY)
    figures.write_text(FIGURES.format(3))
    Path("facts.csv").write_text(
        "organisation,period,falls\nA,Q1 2025/26,2.5\nB,Q1 2025/26,5\nC,Q1 2025/26,6.5\n"
    )
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    figures.write_text(FIGURES.format(2))
    git("commit", "-qam", "second")
    policy.write_text(POLICY.replace("falls <= 6", "falls <= 7"))


def impact(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code = run(["impact", "--format", "json", *words])
    told = capsys.readouterr()
    assert code == 0, told.err
    return json.loads(told.out)


def moves(told: Any) -> list[tuple[str, str, str, list[list[str]]]]:
    return [
        (one["organisation"]["code"], move["from"], move["to"], move["edits"])
        for one in told["movers"]
        for move in one["moves"]
    ]


FIGURE = ("A", "green", "amber", [["most.q1-2025/26"]])
TEXT = ("C", "red", "amber", [["overall.amber"]])
PATH = "library/wards.policy"


def test_a_revision_and_the_working_tree(capsys: pytest.CaptureFixture[str]) -> None:
    told = impact(capsys, "HEAD", "--facts", "facts.csv", "--", PATH)
    assert moves(told) == [TEXT]
    assert (told["old"]["called"], told["new"]["called"]) == (f"HEAD:{PATH}", PATH)
    # The figures are those that stood beside the policy in the revision.
    told = impact(capsys, "HEAD~1", "--facts", "facts.csv", "--", PATH)
    assert sorted(moves(told)) == [FIGURE, TEXT]


def test_two_revisions(capsys: pytest.CaptureFixture[str]) -> None:
    told = impact(capsys, "HEAD~1", "HEAD", "--facts", "facts.csv", "--", PATH)
    assert moves(told) == [FIGURE]


def test_a_file_in_git_and_an_edition(capsys: pytest.CaptureFixture[str]) -> None:
    told = impact(capsys, f"HEAD~1:{PATH}", "example.wards@2025", "--facts", "facts.csv")
    assert sorted(moves(told)) == [FIGURE, TEXT]


def test_a_folder_in_which_one_policy_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert moves(impact(capsys, "HEAD", "--facts", "facts.csv", "--", "library")) == [TEXT]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", "--facts", "facts.csv", "--", PATH], "git knows no revision nowhere"),
        (["HEAD", "--facts", "facts.csv", "--", "a.policy"], "there is no a.policy in HEAD"),
        (["HEAD", "--facts", "facts.csv", "--", "facts.csv"], "no policy file changed"),
        ([f"HEAD:{PATH}", "HEAD:b.policy", "--facts", "facts.csv"], "there is no b.policy in HEAD"),
    ],
)
def test_what_git_does_not_have(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["impact", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_revision_with_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    Path(PATH).write_text(POLICY.replace("falls <= 6", "fals <= 6"))
    git("commit", "-qam", "third")
    Path(PATH).write_text(POLICY)
    assert run(["impact", "HEAD", "--facts", "facts.csv", "--", PATH]) == 3
    told = capsys.readouterr().err
    assert "there is no fact, value or rating named `fals`" in told
    assert f"HEAD:{PATH}:18" in told


def test_figures_that_the_revision_did_not_have(capsys: pytest.CaptureFixture[str]) -> None:
    git("rm", "-q", "--cached", "library/figures.yaml")
    git("commit", "-qm", "third")
    assert run(["impact", "HEAD", "--facts", "facts.csv", "--", PATH]) == 4
    assert "there is no such file" in capsys.readouterr().err
