"""Proposing examples: a few that reach what a policy's own examples do not reach."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from attrs import evolve, field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Acted, Step
from policy_dsl.invent import (
    Situation,
    Worth,
    as_example,
    changed,
    companies,
    decide_in,
    facts_behind,
    observed,
    ordinary,
    situations,
    smallest,
    with_history,
    worth_trying,
)
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.testing.coverage import Reader, coverage
from policy_dsl.testing.goal import Goal, GoalKind
from policy_dsl.testing.run import run_examples

#: The most situations tried for one goal that the first sweep does not reach.
_FOR_ONE = 120
#: The most values of one fact that are tried side by side with those of others.
_WIDEST = 40
#: The most goals that one example is to be about: a longer one shows nothing.
_MOST_GOALS = 16
_LONGEST_TITLE = 90


@frozen(eq=False)
class Proposal:
    """An example to add: its situation, what it would reach, and what to expect."""

    situation: Situation = field(repr=False)
    goals: tuple[Goal, ...]
    expectations: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it shows, in the words of its goals."""
        rule = self.goals[0].rule
        of_rule = [goal.text for goal in self.goals if goal.rule == rule]
        title = f"{rule}: {of_rule[0]}"
        for number, text in enumerate(of_rule[1:], start=1):
            longer = f"{title}; {text}"
            if len(longer) > _LONGEST_TITLE:
                return f"{title} and {len(of_rule) - number} more"
            title = longer
        return title

    def example(self, policy: Policy, title: str, citation: str = "") -> str:
        """The example as text."""
        return as_example(policy, self.situation, title, self.expectations, citation)


def propose(policy: Policy, settled: Collection[Goal] = ()) -> tuple[Proposal, ...]:
    """Examples that together reach what is not reached yet, as far as it was found, each as short
    as it can be; in the order of the policy's text.  Goals that are ``settled`` are not looked for.

    Many facts are first varied at once, since one organisation can stand at many thresholds; what
    that leaves is looked for goal by goal.  Of all that is found, the situations that reach most
    are taken first.
    """
    decisions = [one.decision for one in run_examples(policy)]
    reader, worth = Reader(policy), worth_trying(policy)
    missed = [goal for goal in coverage(policy, decisions).missed if goal not in settled]
    open_ = set(missed)
    pool = [
        (situation, reader.reached(decide_in(policy, situation)) & open_)
        for situation in _sweep(policy, worth)
    ]
    found: set[Goal] = set()
    for _, reached in pool:
        found |= reached
    for goal in [one for one in missed if one not in found]:
        if goal in found:
            continue
        for situation in _towards(policy, goal, worth):
            reached = reader.reached(decide_in(policy, situation)) & open_
            if goal in reached:
                pool.append((situation, reached))
                found |= reached
                break
    return tuple(
        sorted(
            _chosen(policy, reader, pool),
            key=lambda one: _in_order(one.goals[0]),
        )
    )


def _sweep(policy: Policy, worth: Worth) -> Iterator[Situation]:
    longest = max((len(facts) for facts in worth.facts.values()), default=0)
    kinds = policy.kinds if len(policy.kinds) > 1 else ("",)
    for kind in kinds:
        for which in range(min(longest, _WIDEST)):
            situation = ordinary(policy, worth, which, kind)
            yield situation
            past = with_history(policy, situation)
            if past is not None:
                yield past


def _towards(policy: Policy, goal: Goal, worth: Worth) -> Iterator[Situation]:
    """The organisations in company, and situations in which the facts behind a goal are changed
    one by one."""
    yield from companies(policy, worth)
    result = policy.result(goal.rule)
    names = facts_behind(policy, goal.node) or (
        facts_behind(policy, result) if result is not None else tuple(worth.facts)
    )
    seeds = [*situations(policy), ordinary(policy, worth, 0), ordinary(policy, worth, -1)]
    seeds += [past for seed in seeds if (past := with_history(policy, seed)) is not None]
    left = _FOR_ONE
    if goal.kind is GoalKind.READING:
        reading = goal.what.removeprefix("read as ")
        seeds = [evolve(seed, readings=((goal.rule, reading),)) for seed in seeds]
        yield from seeds
    for seed in seeds:
        for name in names:
            for situation in changed(seed, name, worth, policy):
                left -= 1
                if left < 0:
                    return
                yield situation


def _chosen(
    policy: Policy, reader: Reader, pool: Sequence[tuple[Situation, set[Goal]]]
) -> Iterator[Proposal]:
    """The greedy cover: what reaches most of one rule's goals goes first."""
    open_: set[Goal] = set()
    for _, reached in pool:
        open_ |= reached
    while open_:
        situation, wanted = max(
            ((situation, _of_one_rule(reached & open_)) for situation, reached in pool),
            key=lambda pair: len(pair[1]),
        )
        if not wanted:
            return
        goals = frozenset(sorted(wanted, key=_in_order)[:_MOST_GOALS])
        paths = _paths(policy, situation, goals)
        small = smallest(situation, partial(_still, policy, reader, goals, paths))
        proposal = Proposal(
            small,
            tuple(sorted(goals, key=_in_order)),
            tuple(_expectations(policy, small, paths)),
        )
        if proposal.expectations:
            yield proposal
        open_ -= reader.reached(decide_in(policy, small)) | goals


def _of_one_rule(goals: set[Goal]) -> set[Goal]:
    """The goals of the rule with most of them; of two, the rule that stands first in the text."""
    by_rule: dict[str, set[Goal]] = {}
    for goal in sorted(goals, key=_in_order):
        by_rule.setdefault(goal.rule, set()).add(goal)
    return max(by_rule.values(), key=len, default=set())


def _in_order(goal: Goal) -> tuple[int, str]:
    """A set of goals comes in another order each time; the text has one."""
    return goal.node.span.start, goal.text


def _paths(policy: Policy, situation: Situation, goals: frozenset[Goal]) -> tuple[str, ...]:
    """What to expect, so that the example says what its goals are about: the rule's own results."""
    seen = observed(decide_in(policy, situation))
    (rule, *_) = {goal.rule for goal in goals}
    result = policy.result(rule)
    if isinstance(result, Scorecard):
        measures = {goal.what.split()[0] for goal in goals}
        return tuple(path for path in seen if path in {f"{rule}.{name}" for name in measures})
    if rule in seen:
        return (rule,)
    # A reading shows in the results that speak of the open point.
    point = policy.interpretations.get(rule)
    speaking = [
        result.name.text
        for result in policy.results
        if any(policy.meanings.get(node) is point for node in result.walk())
    ]
    return tuple(path for path in speaking if seen.get(path, "not known") != "not known")


def _still(
    policy: Policy,
    reader: Reader,
    goals: frozenset[Goal],
    paths: Sequence[str],
    situation: Situation,
) -> bool:
    """Whether all goals are reached in a situation, and all that is to be expected is known."""
    decision = decide_in(policy, situation)
    if not goals <= reader.reached(decision):
        return False
    seen = observed(decision)
    return all(seen.get(path, "not known") != "not known" for path in paths)


def _expectations(policy: Policy, situation: Situation, paths: Sequence[str]) -> Iterator[str]:
    decision = decide_in(policy, situation)
    seen = observed(decision)
    for path in paths:
        if path in seen:
            reason = _reason(decision.results[path]) if path in decision.results else ""
            yield f"{path} {seen[path]}{f' because {reason}' if reason else ''}"


def _reason(step: Step) -> str:
    """The override, case or row that decided a result, as ``because`` names it."""
    rule = step.rule
    if isinstance(rule, Table) and isinstance(step.detail, int) and step.known:
        return f"row {step.detail + 1}"
    if not isinstance(rule, Rating) or not step.known:
        return ""
    for line in step.inputs:
        if isinstance(line.rule, Override) and line.detail is Acted.DECIDED:
            return line.rule.name.text
    for line in step.inputs:
        if isinstance(line.rule, Case) and line.value is True:
            return f"case {rule.cases.index(line.rule) + 1}"
    return ""
