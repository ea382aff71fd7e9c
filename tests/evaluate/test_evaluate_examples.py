"""One file of examples for each construct: declarations, and facts with what comes of them.

A line ``# ? plan 1, deficit yes -> t = 2 | r = not known: 1, 2 (x)`` says that from these facts
(and no others) the result ``t`` is 2 and ``r`` is not known, may still be 1 or 2, and misses the
fact ``x``.  ``none`` among the labels says that there may be none at all.  ``r.cap`` is what the
override ``cap`` of ``r`` did, ``t.row`` the row that the table took, ``r.read`` the facts read for
``r``.  A line ``# ? @community_trust`` is about an organisation of that kind.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Acted, RulesOut
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.ratings import Override
from tests.evaluate.deciding import decide_about, policy_of, shown

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.policy.txt"))
MARK = "# ?"


def answer(decision: Decision, name: str) -> str:
    """What an example says of a name."""
    name, _, part = name.partition(".")
    step = decision[name]
    if part == "row":
        return str(step.detail + 1) if isinstance(step.detail, int) else "none"
    if part == "read":
        facts = {item.rule.name.text for item in step.walk() if isinstance(item.rule, Fact)}
        return ", ".join(sorted(facts))
    if part:
        (acted,) = (
            item.detail
            for item in step.inputs
            if isinstance(item.rule, Override) and item.rule.name.text == part
        )
        if isinstance(acted, RulesOut):
            return f"{acted.value} {', '.join(label.name for label in acted.labels)}"
        assert isinstance(acted, Acted)
        return acted.value
    return shown(step.value)


def examples_of(path: Path) -> Iterator[tuple[int, str, list[tuple[str, str]]]]:
    """The examples of a file: line, facts, and the names with what is expected of them."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if line.startswith(MARK):
            facts, arrow, expected = line.removeprefix(MARK).partition("->")
            assert arrow, f"{path.name}:{number}: no `->`"
            pairs = [item.partition("=") for item in expected.split("|")]
            yield number, facts.strip(), [(name.strip(), said.strip()) for name, _, said in pairs]


def faults(path: Path) -> list[str]:
    """Every expectation of a file that does not hold."""
    policy = policy_of(path.read_text("utf-8"))
    wrong: list[str] = []
    for number, facts, expected in examples_of(path):
        kind, _, rest = (
            facts.partition(" ") if facts.startswith("@") else ("@acute_trust", "", facts)
        )
        given = dict(item.split(None, 1) for item in rest.split(", ") if item)
        assert given.keys() <= policy.facts.keys(), f"{path.name}:{number}"
        decision = decide_about(policy, given, kind.removeprefix("@"))
        for name, said in expected:
            found = answer(decision, name)
            if found != said:
                wrong.append(f"line {number}: {name} = {found}")
    return wrong


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_hold(path: Path) -> None:
    assert faults(path) == []


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8
    assert sum(len(pairs) for path in EXAMPLES for _, _, pairs in examples_of(path)) >= 300


def test_the_runner_catches_a_planted_fault(tmp_path: Path) -> None:
    text = 'facts each quarter\n    a number "A"\n\nvalue v = a + 1\n# ? a 1 -> v = 3\n'
    planted = tmp_path / "planted.policy.txt"
    planted.write_text(text, "utf-8")
    assert faults(planted) == ["line 5: v = 2"]
