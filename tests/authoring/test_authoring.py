"""What `policy new` writes checks, is laid out and tests clean; and moves an edition on."""

from __future__ import annotations

from datetime import date

import pytest

from policy_dsl.authoring import NoNextEdition, Unnameable, first_text, next_edition
from policy_dsl.check.policy import Policy
from policy_dsl.format import formatted
from policy_dsl.library import editions, library_folder
from policy_dsl.pipeline import check_text, load
from policy_dsl.source import SourceText
from policy_dsl.testing import run_examples

TODAY = date(2027, 2, 3)


def checked(text: str) -> Policy:
    policy, said = check_text(SourceText("new.policy", text))
    assert policy is not None
    assert said == ()
    return policy


def first(version: str | None = None) -> Policy:
    return checked(first_text("care.homes", version, TODAY))


def standing(text: str, *swaps: tuple[str, str]) -> Policy:
    """A first policy with parts of its header put otherwise."""
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    return checked(text)


@pytest.mark.parametrize("version", [None, "2026-27", "2031", "draft_1.0", "9999", "1"])
@pytest.mark.parametrize("name", ["care", "a_very.long_name_of.a_policy_" + "x" * 80])
def test_a_first_policy_checks_is_laid_out_and_its_examples_pass(
    name: str, version: str | None
) -> None:
    policy = checked(first_text(name, version, TODAY))
    laid, mistakes = formatted(policy.source)
    assert (mistakes, laid and laid.text) == ((), policy.source.text)
    outcomes = run_examples(policy)
    assert outcomes
    assert all(outcome.passed for outcome in outcomes)


def test_its_dates_are_those_of_its_version_or_of_the_year() -> None:
    found = {
        version: (first(version).version, first(version).first_day)
        for version in (None, "2030-31", "2030", "2030-32", "third")
    }
    assert found == {
        None: ("2026-27", date(2026, 4, 1)),
        "2030-31": ("2030-31", date(2030, 4, 1)),
        "2030": ("2030", date(2030, 4, 1)),
        "2030-32": ("2030-32", date(2026, 4, 1)),  # no financial year
        "third": ("third", date(2026, 4, 1)),
    }


@pytest.mark.parametrize("name", ["", "a b", "2026", "a.", ".a", "a/b", "a\nb", "é"])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(Unnameable):
        first_text(name, None, TODAY)


def test_a_new_edition_differs_from_the_old_one_in_its_header_alone() -> None:
    old = first("2026-27")
    new = next_edition(old, [])
    assert (new.version, new.first_day, new.last_day) == (
        "2027-28",
        date(2027, 4, 1),
        date(2028, 3, 31),
    )
    before, after = old.source.text.split("\n"), new.text.split("\n")
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert changed == [
        ("policy care.homes version 2026-27", "policy care.homes version 2027-28"),
        ("    in force 2026-04-01 to 2027-03-31", "    in force 2027-04-01 to 2028-03-31"),
    ]
    assert checked(new.text).version == "2027-28"


def test_an_edition_in_force_until_further_notice_needs_a_day() -> None:
    text = first_text("care.homes", "2026", TODAY)
    old = standing(text, ("in force 2026-04-01 to 2027-03-31", "in force from 2026-04-01"))
    with pytest.raises(NoNextEdition, match="--starts"):
        next_edition(old, [])
    new = next_edition(old, [], starts=date(2028, 1, 1))
    assert (new.version, new.last_day) == ("2028", None)
    assert "in force from 2028-01-01\n" in new.text


def test_lines_that_still_name_the_old_year_are_told() -> None:
    text = first_text("care.homes", "2026-27", TODAY)
    old = standing(text, ('"Its publisher and date"'.strip('"'), "Homes 2026/27, and 12026/271"))
    (line,) = next_edition(old, []).still
    assert "2026/27" in old.source.line(line)


def test_the_last_day_there_is_has_none_after_it() -> None:
    text = first_text("care.homes", "2026-27", TODAY)
    old = standing(text, ("to 2027-03-31", "to 9999-12-31"))
    with pytest.raises(NoNextEdition):
        next_edition(old, [])


def test_every_edition_of_the_library_is_moved_on_or_refused_with_a_reason() -> None:
    """The newest are moved on; one that another follows already is refused."""
    folder = library_folder()
    known, _ = editions(folder)
    moved, refused = [], []
    for edition in known:
        if not edition.name.startswith(("cqc.", "monitor.")):
            continue
        found, said = load(f"{edition.name}@{edition.version}", folder)
        assert found is not None, said
        try:
            new = next_edition(found.latest, known)
        except NoNextEdition:
            refused.append(found.latest.edition)
            continue
        moved.append(found.latest.edition)
        policy, _ = check_text(SourceText(str(edition.path), new.text))
        assert policy is not None
        assert policy.first_day == new.first_day
    assert "monitor.compliance_framework@2012-13" in moved
    assert {"monitor.compliance_framework@2010-11", "cqc.ratings@2014"} & set(refused) == {
        "cqc.ratings@2014"
    }
    assert "cqc.ratings@2018" in refused
