"""Policies, from the library or being written."""

from pathlib import Path

import pytest

from policy_dsl import (
    PolicyError,
    PolicyWarning,
    check,
    list_editions,
    load,
    run_examples,
)
from policy_dsl.source import Severity

EXAMPLE = Path(__file__).resolve().parents[1] / "cli" / "files"
LIBRARY = EXAMPLE / "library"
SECOND = EXAMPLE / "second"


def test_the_library_lists_its_editions() -> None:
    found = list_editions(LIBRARY)

    assert [(edition.name, edition.version) for edition in found] == [
        ("example.wards", "2025"),
        ("example.wards", "2026"),
    ]
    assert found[0].heading.title == "Ward ratings, an example"


def test_what_cannot_be_listed_is_warned_of() -> None:
    with pytest.warns(PolicyWarning, match="does not have a line") as said:
        found = list_editions(EXAMPLE / "broken")

    assert [edition.name for edition in found] == ["example.mistakes"]
    assert said[0].filename == __file__
    with pytest.raises(PolicyError, match="there is no library in"):
        list_editions(EXAMPLE / "nowhere")


def test_a_policy_by_name_version_day_or_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_LIBRARY", str(LIBRARY))

    assert [policy.version for policy in load("example.wards").policies] == ["2025", "2026"]
    assert load("example.wards@2026").pinned
    assert str(load("example.wards", as_of="2026-05-01").as_of) == "2026-05-01"
    path = LIBRARY / "example" / "wards" / "2025.policy"
    assert load(path).latest.edition == load(str(path)).latest.edition == "example.wards@2025"
    monkeypatch.chdir(path.parent)
    assert load(Path("2025.policy")).name == "example.wards"


def test_a_policy_error_shows_itself() -> None:
    with pytest.raises(PolicyError) as raised:
        load("example.ward", library=LIBRARY)

    assert [one.code for one in raised.value.diagnostics] == ["unknown-policy"]
    assert "did you mean `example.wards`?" in str(raised.value)


def test_check_tells_every_mistake() -> None:
    said = check(EXAMPLE / "broken" / "mistakes.policy")

    assert [one.code for one in said] == ["unknown-name", "order", "unknown-label"]
    assert check(LIBRARY / "example" / "wards" / "2025.policy") == ()


def test_check_tells_what_could_be_better(tmp_path: Path) -> None:
    wards = (LIBRARY / "example" / "wards" / "2025.policy").read_text("utf-8")
    copy = tmp_path / "wards.policy"
    copy.write_text(wards + '\nsource NOW secondary "Never cited"\n', "utf-8")

    (finding,) = check(copy, library=LIBRARY)

    assert (finding.code, finding.severity) == ("unused-source", Severity.WARNING)


def test_the_examples_of_a_policy_are_run() -> None:
    outcomes = run_examples(load(EXAMPLE / "drafts" / "trusts.policy"))

    assert [one.passed for one in outcomes] == [True, False, True, False]
    assert outcomes[3].failures == (
        "access: expected amber, got green",
        "    the case that holds (trusts.policy:17): green otherwise",
        "    the case of amber does not hold (trusts.policy:16): waits < 95%, with waits 96%",
    )
    (latest,) = load("example.trusts", library=SECOND).policies
    assert all(one.passed for one in run_examples(latest))
