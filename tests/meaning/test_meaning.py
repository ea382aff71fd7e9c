"""The same meaning has the same hash, whatever the layout; another meaning another one."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.evaluate import Prepared, prepare
from policy_dsl.facts.records import Fact, Organisation, Origin, Record
from policy_dsl.meaning.figures import figures_hash
from policy_dsl.meaning.meaning import content_hash, meaning_of
from policy_dsl.pipeline import check_file, check_text, read_policy_facts
from policy_dsl.source import SourceText
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value
from tests.laws.policies import Sample, samples
from tests.meaning.rewrites import REWRITES, Rewrite
from tests.shipped import FILES, LIBRARY, policy_of_rules


def policy_of(text: str, path: str = "test.policy") -> Policy:
    policy, said = check_text(SourceText(path, text), LIBRARY)
    assert policy is not None, [item.message for item in said]
    return policy


@pytest.fixture(scope="module")
def library() -> list[Policy]:
    assert len(FILES) >= 20
    return [policy_of_rules(path) for path in FILES]


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda rewrite: rewrite.__name__)
def test_a_rewrite_of_any_policy_leaves_its_hash(library: list[Policy], rewrite: Rewrite) -> None:
    random = Random(4)
    changed = 0
    # Every policy meets half of the rewrites; tests/diff has two hundred more.
    some = library[REWRITES.index(rewrite) % 2 :: 2]
    for policy in some:
        source = rewrite(policy, random)
        changed += source.text != policy.source.text
        assert content_hash(policy_of(source.text, source.path)) == content_hash(policy)
    assert changed > len(some) / 2


@settings(max_examples=60)
@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_a_random_policy_does_not_matter(sample: Sample, random: Random) -> None:
    one, other = policy_of(sample.policy()), policy_of(sample.policy(random))
    assert meaning_of(one) == meaning_of(other)
    assert content_hash(one) == content_hash(other)


def test_every_policy_of_the_library_has_a_hash_of_its_own(library: list[Policy]) -> None:
    assert len({content_hash(policy) for policy in library}) == len(library)


BASE = """\
policy test.meaning version 1
    title    "A policy"
    in force 2025-04-01 to 2026-03-31
    rates    trust each quarter

source A published "A document"
source B unverified "Another"

scale light best to worst: green, amber, red                [A]
choice stage: draft, final

facts each quarter                                          [A]
    waits   percent   "Waits"
    checked yes_or_no "Checked"
    state   stage     "State"

interpretation red_from = 90% or 85% or 80%                 [A]
    "It is not said"

value late = waits < 95% and not checked                    [A]
value later = waits - 5%                                [A]

table looked_up: light                                      [A]
    | state | checked | looked_up |
    | draft | any     | amber     |
    | final | yes     | green     |
    | final | no      | red       |

rating colour: light                                        [A]
    red   when waits < red_from
    amber when late or later > 80%
    green otherwise

rating kept: light                                          [A]
    start with colour
    override unchecked no better than amber when not checked
    override draft     becomes red when state is draft       [B]
"""

SAME = {
    "brackets": ("waits < 95% and not checked", "(waits < 95%) and (not (checked))"),
    "order of and": ("waits < 95% and not checked", "not checked and waits < 95%"),
    "spelling": ("95% and", "95.00% and"),
    "labels from the other end": (
        "best to worst: green, amber, red",
        "worst to best: red, amber, green",
    ),
    "order of a choice": ("draft, final\n", "final, draft\n"),
    "order of other readings": ("90% or 85% or 80%", "90% or 80% or 85%"),
    "rows of which never two apply": (
        "    | final | yes     | green     |\n    | final | no      | red       |\n",
        "    | final | no      | red       |\n    | final | yes     | green     |\n",
    ),
    "columns": (
        "| state | checked | looked_up |\n    | draft | any     | amber     |\n"
        "    | final | yes     | green     |\n    | final | no      | red       |",
        "| checked | state | looked_up |\n    | any | draft     | amber     |\n"
        "    | yes | final     | green     |\n    | no | final      | red       |",
    ),
    "a citation said again": (
        "red   when waits < red_from",
        "red   when waits < red_from   [A]",
    ),
    "a reason over two lines": ('"It is not said"', '"It is"\n    "not said"'),
    "a comparison turned round": ("red   when waits < red_from", "red   when red_from > waits"),
    "a figure first": ("late or later > 80%", "late or 80% < later"),
    "a comparison refused": ("late or later > 80%", "late or not later <= 80%"),
    "a label refused": ("when state is draft ", "when not (state is not draft) "),
    "not before and": (
        "waits < 95% and not checked",
        "not (waits >= 95% or checked)",
    ),
    "an example more": (
        "rating kept",
        'example "One"\n    given waits 96%\n    expect later 91%\n\nrating kept',
    ),
}

OTHER = {
    "threshold": ("waits < 95%", "waits < 94%"),
    "sign": ("waits < 95%", "waits <= 95%"),
    "order of minus": ("waits - 5%", "5% - waits"),
    "not before or": ("late or later > 80%", "not (late or later <= 80%)"),
    "a comparison the other way": ("red   when waits < red_from", "red   when red_from < waits"),
    "label": ("amber when late", "red when late"),
    "order of cases": (
        "    red   when waits < red_from\n    amber when late or later > 80%\n",
        "    amber when late or later > 80%\n    red   when waits < red_from\n",
    ),
    "order of rows": (
        "    | draft | any     | amber     |\n    | final | yes     | green     |\n",
        "    | any   | yes     | green     |\n    | draft | any     | amber     |\n",
    ),
    "cap": ("no better than amber", "no better than red"),
    "first reading": ("90% or 85% or 80%", "85% or 90% or 80%"),
    "grade": ("source B unverified", "source B derived"),
    "citation": ("becomes red when state is draft       [B]", "becomes red when state is draft"),
    "scale": ("green, amber, red ", "red, amber, green "),
    "name of an override": ("override draft ", "override drafted "),
    "label of a fact": ('"Waits"', '"Waiting"'),
    "dates": ("2026-03-31", "2026-04-30"),
    "a value that another is": (
        "value later = waits - 5%  ",
        "value later = waits - 6%  ",
    ),
}


@pytest.mark.parametrize(("old", "new"), SAME.values(), ids=SAME)
def test_the_same_meaning(old: str, new: str) -> None:
    assert BASE.count(old) == 1
    assert meaning_of(policy_of(BASE.replace(old, new))) == meaning_of(policy_of(BASE))


@pytest.mark.parametrize(("old", "new"), OTHER.values(), ids=OTHER)
def test_another_meaning(old: str, new: str) -> None:
    assert BASE.count(old) == 1
    assert content_hash(policy_of(BASE.replace(old, new))) != content_hash(policy_of(BASE))


@pytest.mark.parametrize(("old", "new"), SAME.values(), ids=SAME)
def test_the_same_meaning_decides_alike_whatever_is_known(old: str, new: str) -> None:
    ready = prepare(policy_of(BASE)), prepare(policy_of(BASE.replace(old, new)))
    waits = (None, *(Decimal(figure) for figure in (79, 80, 84, 85, 90, 95, 96)))
    decided = 0
    for figures in product(waits, (None, True, False), (None, "draft", "final")):
        one, other = (_decided(prepared, *figures) for prepared in ready)
        assert {name: _told(value) for name, value in one.items()} == {
            name: _told(value) for name, value in other.items()
        }
        decided += isinstance(one["kept"], Label)
    assert decided > 20


def _told(value: Value) -> object:
    """A value that equals that of another policy, whose labels are its own."""
    if isinstance(value, NotKnown):
        return value.missing, [label.name for label in value.possible], value.low, value.high
    return value.name if isinstance(value, Label) else value


def _decided(
    prepared: Prepared, waits: Decimal | None, checked: bool | None, state: str | None
) -> dict[str, Value]:
    label = prepared.policy.scales["stage"].label(state) if state is not None else None
    given: dict[str, Value | None] = {"waits": waits, "checked": checked, "state": label}
    facts = {
        name: Fact(value, str(value), Origin("facts.csv", 2))
        for name, value in given.items()
        if value is not None
    }
    record = Record(Organisation("T1", "", "trust"), Period.parse("Q1 2025/26"), facts, {})
    return {name: step.value for name, step in prepared.decide(record).results.items()}


def test_values_that_swap_what_they_say_are_renamed_and_no_other_policy() -> None:
    swapped = BASE.replace("late", "x").replace("xr", "late").replace("x ", "later ")
    assert "value later = waits < 95%" in swapped
    assert "value late = waits - 5%" in swapped
    assert content_hash(policy_of(swapped)) == content_hash(policy_of(BASE))


def test_a_value_that_only_another_value_names_counts() -> None:
    deep = BASE + "\nvalue deep = waits + 1%\nvalue deeper = deep + 1%\n"
    other = BASE + "\nvalue deep = waits + 2%\nvalue deeper = deep + 1%\n"
    assert content_hash(policy_of(deep)) != content_hash(policy_of(other))


def test_a_policy_that_uses_another_has_another_hash_when_that_one_says_another_thing(
    tmp_path: Path,
) -> None:
    used = BASE.replace("test.meaning", "test.used")
    user = BASE.partition("\nsource")[0].replace("test.meaning", "test.user")
    user += "\nuse test.used as other\n\nvalue theirs = other.late\n"
    hashes = []
    for text in (used, used.replace("95%", "94%"), used.replace("# ", "#  ")):
        (tmp_path / "used.policy").write_text(text)
        (tmp_path / "user.policy").write_text(user)
        policy, said = check_file(tmp_path / "user.policy", tmp_path)
        assert policy is not None, said
        hashes.append(content_hash(policy))
    assert hashes[0] != hashes[1]
    assert hashes[0] == hashes[2]


def test_figures_beside_a_policy_have_a_hash_of_their_own(tmp_path: Path) -> None:
    policy, _ = check_file(LIBRARY / "nhs" / "oversight_framework" / "2025-26.policy", LIBRARY)
    assert policy is not None
    facts, _ = read_policy_facts(policy, [])
    assert facts is not None
    (name,) = policy.national_files
    figures = (LIBRARY / "nhs" / "oversight_framework" / name).read_text()
    (tmp_path / "a.policy").write_text(policy.source.text)
    hashes = []
    for old, new in (("", ""), ("2.05", "2.050"), ("2.05", "2.06")):
        assert old in figures
        (tmp_path / name).write_text(figures.replace(old, new) if old else figures)
        moved, _ = check_file(tmp_path / "a.policy", LIBRARY)
        assert moved is not None
        read, said = read_policy_facts(moved, [])
        assert read is not None, said
        hashes.append(figures_hash(read))
    assert hashes[0] == hashes[1] == figures_hash(facts)
    assert hashes[2] != hashes[0]
