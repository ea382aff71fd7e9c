"""A decision can be made again from its line alone; what comes out differently has its reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from policy_dsl.evaluate.choices import Choices
from policy_dsl.evaluate.facts_read import facts_hash, facts_read
from policy_dsl.pipeline import load, read_cases
from policy_dsl.replay.entry import Asked, line_of
from policy_dsl.replay.read import Log
from policy_dsl.replay.replay import Replayed, Why, replay, replay_against
from policy_dsl.replay.to_json import replay_to_json
from policy_dsl.replay.words import value_words, why_words
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period
from tests.replay.ward import NAME, NEW, OLD, cases_of, library, logged, replayed
from tests.schemas import objections

POLICIES = Path(__file__).parents[2] / "policies"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return library(tmp_path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new))


def changed(found: list[Replayed]) -> list[tuple[str, str, str, str]]:
    return [
        (
            one.entry.organisation.code,
            change.result,
            value_words(change.logged),
            value_words(change.now),
        )
        for one in found
        for change in one.changes
        if change.rating
    ]


@pytest.mark.parametrize(
    "choices",
    [
        Choices(),
        Choices((("red_below", "85%"),)),
        Choices((), Grade.PUBLISHED),
        Choices((), Grade.DERIVED),
    ],
)
def test_a_line_is_enough_to_decide_again(folder: Path, choices: Choices) -> None:
    log = logged(folder, choices=choices)
    (folder / "facts.yaml").unlink()
    found = replayed(folder, log)
    assert len(found) == 7
    assert [one.same for one in found] == [True] * 7, changed(found)
    # Every reason is there again too: what is missing, what it rests on.
    before = [case.decide(choices) for case in cases_of(library(folder))]
    for one, then in zip(found, before, strict=True):
        assert one.decision is not None
        assert one.decision.missing == then.missing
        assert one.decision.organisation == then.organisation
        assert [(name, one.decision.grade(name)) for name in one.decision.results] == [
            (name, then.grade(name)) for name in then.results
        ]
        assert facts_hash(one.decision) == facts_hash(then)


def test_the_same_inputs_give_the_same_bytes(folder: Path) -> None:
    first, second = logged(folder), logged(folder, name="again.log")
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().isascii()
    for line in first.read_text().splitlines():
        assert line == json.dumps(json.loads(line), separators=(",", ":"))


def test_what_is_logged(folder: Path) -> None:
    entry = json.loads(logged(folder).read_text().splitlines()[1])
    assert entry["organisation"] == {"code": "A", "name": "Ash", "kind": "ward"}
    # Its own record, its earlier quarter in the words of the edition that judged it, and whoever
    # is or may be of the kind across which it is ranked.
    assert [(one["organisation"], one["period"]) for one in entry["records"]] == [
        ("A", "Q1 2025/26"),
        ("A", "Q4 2024/25"),
        ("B", "Q1 2025/26"),
        ("C", "Q1 2025/26"),
        ("D", "Q1 2025/26"),
    ]
    assert entry["records"][1]["facts"] == {
        "waits": {"value": "85.00", "grade": "published"},
        "waiting": {"value": "85.00", "grade": "published"},
    }
    assert [one["version"] for one in entry["other_policies"]] == ["2024"]
    assert entry["national"] == [
        {"period": "Q1 2025/26", "facts": {"mean_waits": {"value": "93", "grade": "published"}}}
    ]
    assert entry["results"]["overall"] == "red"
    assert entry["records"][0]["facts"]["concern"] == {
        "value": False,
        "grade": "published",
        "by": "The chair",
        "on": "2025-06-30",
        "because": "Nothing new",
    }


def test_the_facts_that_were_read(folder: Path) -> None:
    decision = cases_of(folder)[1].decide()
    own, *others = facts_read(decision)
    assert (own.organisation, str(own.period)) == ("A", "Q1 2025/26")
    assert set(own.facts) == {
        *("waits", "falls", "spent", "planned", "state", "code", "deficit", "notices", "concern")
    }
    assert [(one.organisation, str(one.period), sorted(one.facts)) for one in others] == [
        ("A", "Q4 2024/25", ["waiting", "waits"]),
        ("B", "Q1 2025/26", ["waits"]),
    ]
    # It is red whatever the mean is; whether another is amber depends on it.
    *_, national = facts_read(cases_of(folder)[2].decide())
    assert (national.organisation, sorted(national.facts)) == (None, ["mean_waits"])


def test_a_hash_of_facts_tells_them_apart(folder: Path) -> None:
    def hashes() -> list[str]:
        return [facts_hash(case.decide()) for case in cases_of(folder)]

    before = hashes()
    assert before == hashes()
    facts = folder / "facts.yaml"
    edit(facts, "source: Ward returns", "# a line more\n\nsource: Other words")
    assert before == hashes()  # wherever they are written
    edit(facts, "because: Nothing new", "because: Something new")
    assert [one == other for one, other in zip(before, hashes(), strict=True)] == [
        *(True, False, True, True, True, True, True)
    ]
    edit(facts, "waits: 96", "waits: 97")  # whoever is ranked beside it has read it too
    assert [one == other for one, other in zip(before, hashes(), strict=True)] == [
        *(True, False, False, False, False, False, True)
    ]


# ---- what comes out differently, and why ---------------------------------------------------------


def test_another_layout_is_no_other_meaning(folder: Path) -> None:
    log = logged(folder)
    edit(
        folder / "2025.policy", "rating overall: light   ", "# as published\nrating overall: light"
    )
    edit(folder / "2025.policy", "share", "shares")  # the name of a `value`
    assert all(one.same for one in replayed(folder, log))


def test_another_threshold_is_another_meaning(folder: Path) -> None:
    log = logged(folder)
    edit(folder / "2025.policy", "amber when waits < mean_waits", "amber when waits < 97%")
    found = replayed(folder, log)
    assert changed(found) == [
        ("B", "overall", "green", "amber"),
        ("B", "moderated", "green", "amber"),
    ]
    (why,) = [one.why for one in found if not one.same]
    assert why is Why.MEANING


def test_another_meaning_that_changes_nothing(folder: Path) -> None:
    log = logged(folder)
    edit(folder / "2025.policy", '"The board visits"', '"The board may visit"')
    assert all(one.same for one in replayed(folder, log))


def test_an_earlier_edition_that_took_part_says_something_else(folder: Path) -> None:
    log = logged(folder)
    edit(folder / "2024.policy", "amber_red when", "amber when")
    (first, second) = [one for one in replayed(folder, log) if not one.same]
    assert (first.why, second.why) == (Why.MEANING, Why.OTHERS)
    assert why_words(second) == ("a policy that took part says something else now: test.ward@2024")


def test_an_edition_that_has_come_since(folder: Path) -> None:
    log = logged(folder)
    edit(folder / "2025.policy", "to 2026-03-31", "to 2025-05-31")
    newer = NEW.replace("version 2025", "version 2026")
    newer = newer.replace("2025-04-01 to 2026-03-31", "2025-06-01 to 2026-03-31")
    (folder / "2026.policy").write_text(
        newer.replace("otherwise\n\nrating m", "otherwise\nrating m")
    )
    found = replayed(folder, log)
    assert [one.why for one in found] == [None, *[Why.ANOTHER_EDITION] * 6]
    assert why_words(found[1]) == "another edition decides now: test.ward@2026"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda folder: (folder / "2025.policy").unlink(), "no edition of test.ward was in force"),
        (lambda folder: edit(folder / "2025.policy", "rates ", "rats "), "`rats` cannot stand"),
        (
            lambda folder: edit(folder / "2025.policy", "falls   count  ", "falls   yes_or_no"),
            "",
        ),
    ],
)
def test_what_cannot_be_decided_again(folder: Path, change: Any, reason: str) -> None:
    log = logged(folder)
    if reason:
        change(folder)
    else:
        edit(folder / "2025.policy", 'code    text              "Code"', 'code    count "Code"')
        edit(folder / "2025.policy", 'code = "X"', "code = 3")
        reason = "`code` is given as `X`, where a whole number is wanted"
    found = [one for one in replayed(folder, log) if one.why is not None]
    assert found
    assert {one.why for one in found} == {Why.NOT_RUN}
    assert reason in why_words(found[-1 if len(found) > 5 else 0])
    assert all(one.decision is None for one in found)


def test_a_result_that_was_altered_is_found(folder: Path) -> None:
    """A planted fault: with the same meaning and the same facts, it can only be ours."""
    log = logged(folder)
    edit(log, '"overall":"green","moderated":"green"', '"overall":"amber","moderated":"green"')
    (one,) = [one for one in replayed(folder, log) if not one.same]
    assert one.why is Why.OURS
    assert changed([one]) == [("B", "overall", "amber", "green")]


def test_a_fact_that_was_altered_is_found(folder: Path) -> None:
    log = logged(folder)
    lines = log.read_text().splitlines(keepends=True)
    assert lines[4].count('"falls":{"value":"2"') == 1
    lines[4] = lines[4].replace('"falls":{"value":"2"', '"falls":{"value":"3"')
    log.write_text("".join(lines))
    (one,) = [one for one in replayed(folder, log) if not one.same]
    assert (one.entry.line, one.why, one.changes) == (5, Why.FACTS, ())


# ---- against another edition ---------------------------------------------------------------------


def test_against_a_file_with_another_threshold(folder: Path) -> None:
    log = logged(folder)
    draft = folder / "draft.policy"
    draft.write_text(NEW.replace("amber when waits < mean_waits", "amber when waits < 97%"))
    editions, _ = load(str(draft), folder)
    assert editions is not None
    found = list(replay_against(Log(log), editions, folder))
    assert {one.why for one in found} == {None}
    assert ("B", "overall", "green", "amber") in changed(found)
    # The quarter before is decided by the draft too: it is named, whatever the period.
    assert ("A", "overall", "amber_red", "not known (amber or red)") in changed(found)


def test_against_an_edition_that_knows_fewer_facts(folder: Path) -> None:
    log = logged(folder)
    editions, _ = load(f"{NAME}@2024", folder)
    assert editions is not None
    found = list(replay_against(Log(log), editions, folder))
    # What only one edition works out is not compared; facts meet by their former names.
    assert {change.result for one in found for change in one.changes} == {"overall"}
    assert ("B", "overall", "green", "green") not in changed(found)
    assert ("C", "overall", "red", "amber_red") in changed(found)


def test_against_another_policy(folder: Path) -> None:
    log = logged(folder)
    other = folder / "other.policy"
    other.write_text(OLD.replace(NAME, "test.other"))
    editions, _ = load(str(other), folder)
    assert editions is not None
    found = list(replay_against(Log(log), editions, folder))
    assert {one.why for one in found} == {Why.NOT_RUN}
    assert why_words(found[0]) == ("not decided again: test.ward is another policy than test.other")


def test_a_decision_by_a_path_is_made_again_by_that_file(folder: Path) -> None:
    path = str(folder / "2025.policy")
    log = logged(folder, path)
    found = replayed(folder, log)
    assert all(one.same for one in found)
    (folder / "2025.policy").unlink()
    found = replayed(folder, log)
    assert {one.why for one in found} == {Why.NOT_RUN}
    assert "there is no file" in why_words(found[0])
    assert replay(Log(log), folder) is not None


# ---- the two forms that others read --------------------------------------------------------------


def test_lines_fit_their_schema(folder: Path) -> None:
    lines = [json.loads(line) for line in logged(folder).read_text().splitlines()]
    assert [said for line in lines for said in objections("log-1", line)] == []
    del lines[1]["records"][0]["facts"]["waits"]["value"]
    lines[2]["results"]["overall"] = 3
    assert [len(objections("log-1", line)) for line in lines[:3]] == [0, 1, 1]


def test_what_became_of_a_log_fits_its_schema(folder: Path) -> None:
    log = logged(folder)
    edit(folder / "2025.policy", "amber when waits < mean_waits", "amber when waits < 97%")
    edit(folder / "2024.policy", "to 2025-03-31", "to 2024-12-31")
    told = replay_to_json(str(log), None, replayed(folder, log))
    assert objections("replay-1", json.loads(json.dumps(told))) == []
    differ = told["differ"]
    assert isinstance(differ, list)
    assert {one["why"] for one in differ} == {"meaning", "not run"}


def test_the_trusts_of_a_real_framework(shared: Path, tmp_path: Path) -> None:
    """Ranks among sixty trusts, in a policy that uses another: each line stands by itself."""
    file = shared / "data" / "nof_2025_26" / "mental_health_and_community_q1_q2.csv"
    editions, _ = load("nhs.oversight_league_table", POLICIES)
    assert editions is not None
    cases, _ = read_cases(editions, [file], periods=[Period.parse("Q1 2025/26")])
    assert cases is not None
    log = tmp_path / "decisions.log"
    asked = Asked("nhs.oversight_league_table")
    log.write_text("".join(line_of(case, case.decide(), asked) for case in cases[::6]))
    found = list(replay(Log(log), POLICIES))
    assert len(found) == 11
    assert all(one.same for one in found)
    assert {len(one.entry.records) for one in found} == {61}
