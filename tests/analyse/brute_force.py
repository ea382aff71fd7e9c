"""What is true of a small policy's rules, by deciding about every organisation there can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import Any

from policy_dsl.analyse.context import results_behind
from policy_dsl.check.policy import Policy
from policy_dsl.check.scorecards import measure_of
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.evaluate.step import Acted, Placed, Step
from policy_dsl.facts.records import Fact, Organisation, Origin, Record
from policy_dsl.syntax.ratings import Case, Effect, Override, Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Label, Scale

PERIOD = Period.parse("Q1 2025/26")
Place = tuple[object, ...]


def every_decision(policy: Policy, domains: Mapping[str, tuple[Any, ...]]) -> dict[Place, Decision]:
    """The decision about each combination of facts and each kind, by the combination."""
    ready = prepare(policy)
    found: dict[Place, Decision] = {}
    for kind in policy.kinds:
        for values in product(*domains.values()):
            facts = {
                name: Fact(value, str(value), Origin("f", 1))
                for name, value in zip(domains, values, strict=True)
            }
            record = Record(Organisation("R", "", kind), PERIOD, facts, {})
            found[(kind, *values)] = ready.decide(record)
    return found


def gaps(policy: Policy, decisions: Mapping[Place, Decision], plain: bool) -> set[tuple[str, str]]:
    """Results that have no answer somewhere; of a scorecard, its rows.

    The ``plain`` ones are those where all else is known: the evaluator finds more than the analysis
    where something else has no answer either, as it knows between which ends that must lie.
    """
    found = set()
    for decision in decisions.values():
        for item in policy.results:
            step = decision[item.name.text]
            if plain and any(
                isinstance(one.value, NotKnown) and not isinstance(one.rule, CardRow)
                for one in step.walk()
                if one is not step
            ):
                continue
            if isinstance(item, Table) and _reason(step) == f"no row of {item.name.text} fits":
                found.add(("gap", item.name.text))
            if isinstance(item, Rating) and _no_start(step):
                found.add(("gap", item.name.text))
            if isinstance(item, Scorecard):
                for row in step.inputs:
                    assert isinstance(row.rule, CardRow)
                    measure = measure_of(row.rule)
                    assert measure is not None
                    if _reason(row) == f"no band of {item.name.text} fits {measure.text}":
                        found.add(("gap", f"{item.name.text}:{row.rule.span.start}"))
    return found


def _reason(step: Step) -> str:
    return step.value.reason if isinstance(step.value, NotKnown) else ""


def _no_start(step: Step) -> bool:
    if not isinstance(step.value, NotKnown):
        return False
    cases = [one for one in step.inputs if isinstance(one.rule, Case)]
    if any(
        isinstance(one.rule, Override)
        and (isinstance(one.value, NotKnown) or one.rule.effect is Effect.BECOMES)
        and one.detail is not Acted.DID_NOT_APPLY
        for one in step.inputs
    ):
        return False  # then it is the override that has no answer
    if cases:
        return all(one.value is False or one.value is DOES_NOT_APPLY for one in cases) and (
            "no case fits" in _reason(step).split("; ")
        )
    rating = step.rule
    assert isinstance(rating, Rating)
    if rating.start is None:
        return "no case fits" in _reason(step)
    return "is not a label of" in _reason(step) and step.inputs[0].known


def reached(policy: Policy, decisions: Mapping[Place, Decision]) -> set[tuple[str, int]]:
    """Rows, cases and bands that are taken somewhere, by where they stand in the text."""
    found = set()
    for decision in decisions.values():
        for item in policy.results:
            step = decision[item.name.text]
            if isinstance(item, Table) and isinstance(step.detail, int):
                found.add(("unreachable-row", item.rows[step.detail].span.start))
            if isinstance(item, Rating):
                cases = [one for one in step.inputs if isinstance(one.rule, Case)]
                *earlier, last = cases or [step]
                if (
                    cases
                    and last.value is True
                    and not any(isinstance(one.value, NotKnown) for one in earlier)
                ):
                    found.add(("unreachable-case", last.rule.span.start))
            if isinstance(item, Scorecard):
                for row in step.inputs:
                    if isinstance(row.detail, Placed) and row.detail.cell is not None:
                        assert isinstance(row.rule, CardRow)
                        cell = row.rule.cells[row.detail.cell]
                        found.add(("unreachable-band", cell.span.start))
    return found


def acting(
    policy: Policy, decisions: Mapping[Place, Decision]
) -> Iterator[tuple[Rating, Override, set[bool], set[object]]]:
    """Of each override whether it applies, and what it did."""
    for item in policy.results:
        if isinstance(item, Rating):
            for override in item.overrides:
                truths: set[bool] = set()
                acts: set[object] = set()
                for decision in decisions.values():
                    for one in decision[item.name.text].inputs:
                        if one.rule is override:
                            truths.add(one.value is True)
                            acts.add(one.detail)
                yield item, override, truths, acts


def conflicts(policy: Policy, decisions: Mapping[Place, Decision]) -> set[str]:
    """The ratings that have no value somewhere because overrides contradict each other."""
    return {
        item.name.text
        for decision in decisions.values()
        for item in policy.results
        if any(step.detail is Acted.CONFLICTED for step in decision[item.name.text].inputs)
        and "overrides conflict: " in _reason(decision[item.name.text])
    }


def falling(
    policy: Policy, domains: Mapping[str, tuple[Any, ...]], decisions: Mapping[Place, Decision]
) -> set[str]:
    """The ratings that get worse when a measure gets better, the first of each chain."""
    names = list(domains)
    better = {
        name: up
        for place, name in enumerate(names, start=1)
        if (up := _direction(policy, domains[name], place, decisions)) is not None
    }
    found: set[str] = set()
    for item in policy.results:
        if not isinstance(item, Rating) or not isinstance(policy.types[item], Scale):
            continue
        if found & results_behind(policy, item):
            continue
        for place, name in enumerate(names, start=1):
            if name not in better:
                continue
            for one, other in _steps(domains[name], place, decisions):
                before, after = (one, other) if better[name] else (other, one)
                if _falls(before[item.name.text].value, after[item.name.text].value):
                    found.add(item.name.text)
    return found


def _steps(
    domain: tuple[Any, ...], place: int, decisions: Mapping[Place, Decision]
) -> Iterator[tuple[Decision, Decision]]:
    """Decisions about two organisations that differ in one fact, by one step."""
    for key, decision in decisions.items():
        for less, more in pairwise(domain):
            if key[place] == less and key[place].__class__ is less.__class__:
                other = (*key[:place], more, *key[place + 1 :])
                yield decision, decisions[other]


def _direction(
    policy: Policy, domain: tuple[Any, ...], place: int, decisions: Mapping[Place, Decision]
) -> bool | None:
    directions: set[bool | None] = set()
    for card in policy.results:
        if not isinstance(card, Scorecard) or not isinstance(policy.cards[card].scale, Scale):
            continue
        for row in card.rows:
            ways = set()
            turns = False
            for one, other in _steps(domain, place, decisions):
                less, more = (_band(each, card, row) for each in (one, other))
                turns = turns or less is not more
                if _falls(less, more):
                    ways.add(False)
                if _falls(more, less):
                    ways.add(True)
            if turns:
                directions.add(ways.pop() if len(ways) == 1 else None)
    return directions.pop() if len(directions) == 1 else None


def _band(decision: Decision, card: Scorecard, row: CardRow) -> object:
    value = next(
        (step.value for step in decision[card.name.text].inputs if step.rule is row), DOES_NOT_APPLY
    )
    return NotKnown if isinstance(value, NotKnown) else value


def _falls(before: object, after: object) -> bool:
    return isinstance(before, Label) and isinstance(after, Label) and after.rank > before.rank
