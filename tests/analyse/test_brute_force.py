"""On random small policies the analysis says what deciding about everybody says, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from attrs import frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_dsl.analyse import (
    Finding,
    conditions,
    context,
    findings,
    gaps,
    idle_parts,
    overrides,
    reach,
)
from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.results import result
from policy_dsl.check.items import Role
from policy_dsl.check.policy import Policy
from policy_dsl.syntax.expressions import Both, Either
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Override, Rating
from policy_dsl.syntax.scorecards import NoCell, Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.values.absence import NotKnown
from tests.analyse import brute_force as brute
from tests.analyse.reading import steps_of
from tests.hunting import many
from tests.laws.laws import checked
from tests.laws.pieces import HEADER, Piece, bracketed, fixed
from tests.laws.policies import rating, scorecard, table
from tests.laws.random_expressions import Names, figure, truth

#: So many parts of one policy are tried without.
_MOST_PARTS = 3
FACTS = """\
facts each quarter
    a number to 0 places from 0 to 4 "A"
    b count from 0 to 3 "B"
    c score "C"
    d yes_or_no "D"
"""
TYPES = {"a": "number", "b": "count", "c": "score", "d": "yes_or_no"}


@frozen
class Small:
    """A small policy: the text of each result."""

    results: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return f"{HEADER}\n{FACTS}\n" + "\n".join(one.text() for one in self.results) + "\n"

    def __str__(self) -> str:
        return self.text


@st.composite
def policies(draw: st.DrawFn) -> Small:
    """One to four results over four facts, of which there are 160 combinations."""
    types = dict(TYPES)
    results: list[Piece] = []
    for position in range(draw(st.integers(1, 4))):
        names = Names(dict(types), {}, False)
        name = f"r{position}"
        match draw(st.integers(0, 5)):
            case 0:
                piece, type_ = (
                    fixed(f"value {name} = ", draw(figure(names, "number", 1)), "\n"),
                    "number",
                )
            case 1:
                piece, type_ = draw(table(names, name))
            case 2:
                piece, type_ = draw(scorecard(names, name)), "number"
            case 3:
                condition = bracketed(draw(truth(names, 1)))
                piece, type_ = fixed(f"value {name} = ", condition, "\n"), "yes_or_no"
            case _:
                piece, type_ = draw(rating(names, name))
        results.append(piece)
        types[name] = type_
    return Small(tuple(results))


def domains(policy: Policy) -> dict[str, tuple[Any, ...]]:
    """Every value of every fact, in order."""
    return {
        "a": tuple(Decimal(number) for number in range(5)),
        "b": tuple(Decimal(number) for number in range(4)),
        "c": policy.scales["score"].labels,
        "d": (False, True),
    }


def disagreements(small: Small) -> Iterator[str]:
    """What the analysis says and is not so, and what is so and the analysis does not say."""
    policy = checked(small.text)
    decisions = brute.every_decision(policy, domains(policy))
    on = Analysis(policy, {}).narrow
    for item in policy.results:
        result(on, item)
    cut = not any(term.free for term in on.space.terms.all)
    sums = any(term.key[0] == "sum" for term in on.space.terms.all)
    said = findings(policy)
    gaps_there_are = {where for _, where in brute.gaps(policy, decisions, plain=False)}
    plain_gaps = {where for _, where in brute.gaps(policy, decisions, plain=True)}
    conflicts = brute.conflicts(policy, decisions)
    falling = brute.falling(policy, domains(policy), decisions)
    for code, so, sure in (
        ("gap", gaps_there_are, plain_gaps),
        ("conflict", conflicts, conflicts),
        ("not-monotone", falling, falling),
    ):
        found = {_where(policy, one.node) for one in said if one.code == code and not one.possible}
        for where in sorted(found - so):
            yield f"{code} of {where} is not so"
        if cut and (code != "not-monotone" or not sums):
            for where in sorted(sure - found):
                yield f"{code} of {where} is not said"
    cut = cut and all(step.known for one in decisions.values() for step in one.results.values())
    yield from _about_reach(policy, decisions, said, cut)
    yield from _about_overrides(small, policy, decisions, said, cut)
    yield from _about_conditions(policy, decisions, said, cut)
    yield from _about_parts(policy, decisions, said)


def _where(policy: Policy, node: Node) -> str:
    """The name of the result around a node; of a scorecard's row, its place as well."""
    for item in policy.results:
        if item.span.start <= node.span.start < item.span.end:
            for row in item.rows if isinstance(item, Scorecard) else ():
                if row.span.start <= node.span.start < row.span.end:
                    return f"{item.name.text}:{row.span.start}"
            return item.name.text
    raise AssertionError(node)


def _about_reach(policy: Policy, decisions: Any, said: Any, cut: bool) -> Iterator[str]:
    reached = brute.reached(policy, decisions)
    never = {(one.code, one.node.span.start) for one in said if one.code.startswith("unreachable")}
    for where in sorted(never & reached):
        yield f"{where} is reached"
    every = set()
    for item in policy.results:
        if isinstance(item, Table):
            every |= {("unreachable-row", row.span.start) for row in item.rows}
        if isinstance(item, Rating):
            every |= {("unreachable-case", case.span.start) for case in item.cases}
        if isinstance(item, Scorecard):
            every |= {("unreachable-band", cell.span.start) for cell in _bands(policy, item)}
    if cut:
        for where in sorted(every - reached - never):
            yield f"{where} is never reached, which is not said"


def _bands(policy: Policy, card: Scorecard) -> Iterator[Node]:
    for row in card.rows:
        for cell, column in zip(row.cells, policy.cards[card].columns, strict=True):
            if column.role is Role.BAND and not isinstance(cell, NoCell):
                yield cell


def _about_overrides(
    small: Small, policy: Policy, decisions: Any, said: Any, cut: bool
) -> Iterator[str]:
    found = {
        (one.code, one.node.span.start)
        for one in said
        if one.code in ("idle-override", "always-applies")
    }
    for item, override, truths, _ in brute.acting(policy, decisions):
        place = override.name.span.start
        name = f"{item.name.text}.{override.name.text}"
        idle = True not in truths or not _changes(small, policy, item, override, decisions)
        always = truths == {True}
        for code, so in (("idle-override", idle), ("always-applies", always)):
            if (code, place) in found and not so:
                yield f"{code} of {name} is not so"
        # One that always applies may be idle only until a gap above it is mended.
        code = "idle-override" if idle else "always-applies"
        if cut and (idle or always) and (code, place) not in found:
            yield f"{code} of {name} is not said"


def _changes(
    small: Small, policy: Policy, item: Rating, override: Override, decisions: Any
) -> bool:
    """Whether the rating is ever another one without the override's line."""
    text = policy.source.text
    start, end = override.span.start, override.span.end
    without = checked(text[:start].rstrip(" ") + text[end:].lstrip("\n").lstrip("\n"))
    others = brute.every_decision(without, domains(without))
    name = item.name.text
    for decision, other in zip(decisions.values(), others.values(), strict=True):
        if str(_plain(decision[name].value)) != str(_plain(other[name].value)):
            return True
    return False


def _plain(value: Any) -> Any:
    return "not known" if isinstance(value, NotKnown) else value


def _about_conditions(policy: Policy, decisions: Any, said: Any, cut: bool) -> Iterator[str]:
    """Of what stands in values as well: conditions of rules may be told at what they are for."""
    truths: dict[Node, set[Any]] = {}
    for decision in decisions.values():
        for rule, steps in steps_of(decision).items():
            truths.setdefault(rule, set()).update(_plain(step.value) for step in steps)
    found = {one.node for one in said if one.code == "idle-condition" and _is_joined(one)}
    for node in found:
        settled = not isinstance(node, Both)
        if truths.get(node, {settled}) != {settled}:
            yield f"idle-condition at {node.span.start} is not so"
    for item in policy.results if cut else ():
        for node in conditions.in_value(item):
            idle = isinstance(node, Either)
            parts = [truths.get(part, set()) for part in node.operands]
            idle_alone = not all((not idle) in part for part in parts)
            if truths.get(node) == {idle} and not idle_alone and node not in found:
                yield f"idle-condition at {node.span.start} is not said"


def _is_joined(one: Finding) -> bool:
    return one.diagnostic.message.startswith("a condition of")


def _about_parts(policy: Policy, decisions: Any, said: Any) -> Iterator[str]:
    """A part that changes nothing is written as what always or never holds: nothing may change."""
    idle = [one for one in said if one.code == "idle-condition" and not _is_joined(one)]
    for one in idle[:_MOST_PARTS]:
        words = f"{one.diagnostic.message}; {one.diagnostic.labels[0].text}"
        always = "always holds" in words or "holds wherever" in words
        text, span = policy.source.text, one.node.span
        instead = "(d or not d)" if always else "(d and not d)"
        without = checked(text[: span.start] + instead + text[span.end :])
        others = brute.every_decision(without, domains(without))
        for decision, other in zip(decisions.values(), others.values(), strict=True):
            pairs = zip(decision.results.values(), other.results.values(), strict=True)
            if any(str(_plain(a.value)) != str(_plain(b.value)) for a, b in pairs):
                yield f"{words}: is not so of {text[span.start : span.end]}"
                break


# Not made smaller when it fails: each try decides about everybody again.
@settings(
    max_examples=many(80),
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(policies())
def test_the_analysis_agrees_with_deciding_about_everybody(small: Small) -> None:
    assert list(disagreements(small)) == []


def blind_to_gaps(patch: pytest.MonkeyPatch) -> None:
    """No gap of a table is told."""
    patch.setattr(gaps, "of_table", lambda of, item: iter(()))


def all_reached(patch: pytest.MonkeyPatch) -> None:
    """Everything counts as reached."""
    patch.setattr(context, "possible", lambda on, diagram, wanted: True)


def always_alike(patch: pytest.MonkeyPatch) -> None:
    """Every override counts as changing nothing."""
    patch.setattr(overrides, "_alike", lambda on, item, number: True)


def none_holds(patch: pytest.MonkeyPatch) -> None:
    """No `and` counts as one that ever holds."""
    whole = reach.holds

    def never(on: Any, condition: Any) -> Any:
        return on.space.leaf(False) if isinstance(condition, Both) else whole(on, condition)

    patch.setattr(conditions, "holds", never)


def all_settled(patch: pytest.MonkeyPatch) -> None:
    """Every part counts as one that always holds."""
    patch.setattr(idle_parts, "_may_be", lambda whole, wanted: False)


def all_spare(patch: pytest.MonkeyPatch) -> None:
    """Every part counts as said by the others."""
    patch.setattr(idle_parts, "_same", lambda on, some, others, every: True)


#: What shows each fault; what is random is too seldom without a gap to show one soon.
SHOWING = {
    blind_to_gaps: "table r0: score\n    | a | r0 |\n    | <= 2 | 1 |\n    | > 3 | 2 |\n",
    all_reached: "rating r0: mark\n    5 when a >= 1\n    3.5 when a >= 2\n    1 otherwise\n",
    always_alike: "rating r0: mark\n    start with 5\n    override o0 no better than 1 when d\n",
    none_holds: "value r0 = a >= 2 and d\n",
    all_settled: "value r0 = a >= 2 and d\n",
    all_spare: "rating r0: mark\n    5 when a >= 2 and d\n    1 otherwise\n",
}


@pytest.mark.parametrize("plant", SHOWING)
def test_a_planted_fault_is_seen(plant: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Small((fixed(SHOWING[plant]),))
    assert list(disagreements(small)) == []
    plant(monkeypatch)
    assert list(disagreements(small)) != [], f"not seen: {plant.__doc__}"
