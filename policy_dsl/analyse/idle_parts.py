"""Parts of conditions that change nothing: settled by what the facts can be, or by another part.

That parts together never hold, or always do, is told in ``conditions``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from attrs import evolve

from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Diagram, Leaf
from policy_dsl.analyse.expressions import joined
from policy_dsl.analyse.finding import Finding, finding
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.reach import holds
from policy_dsl.analyse.walking import parts
from policy_dsl.analyse.ways import unsettled
from policy_dsl.analyse.words import listed
from policy_dsl.check.items import CardPart
from policy_dsl.check.policy import Policy, Result
from policy_dsl.syntax.expressions import Both, Either, Expression, Name, Not
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.types import Plain, Quantity, Unit, base


def of_result(of: Analysis, result: Result) -> Iterator[Finding]:
    """What there is to say of the parts of a result's conditions.

    Of a condition that as a whole always or never holds, the rule that it belongs to is told.
    """
    # With a reading chosen, a test of it is settled; and of a number whose ends may be known though
    # a fact is missing, a diagram does not know all.
    conditions = _conditions(of, result)
    if of.readings or not conditions or of.is_bounded(result):
        return
    for condition in conditions:
        if _settled(of, condition) is None:
            yield from _of_parts(of, condition)
        elif _told_nowhere_else(of, result, condition):
            yield from _of_condition(of, condition)


def _conditions(of: Analysis, result: Result) -> list[Expression]:
    match result:
        case Rating():
            cases = [case.condition for case in result.cases if case.condition is not None]
            return cases + [override.condition for override in result.overrides]
        case Trigger():
            return [line.condition for line in result.conditions]
        case ValueDeclaration() if base(of.policy.types[result]) is Plain.YES_OR_NO:
            return [result.expression]
    return []


def _told_nowhere_else(of: Analysis, result: Result, condition: Expression) -> bool:
    """Whether no other finding says that a condition always or never holds.

    The last case may spell out what is left in place of `otherwise`.
    """
    match result:
        case Rating():
            last = result.cases and result.cases[-1].condition is condition
            return bool(last) and isinstance(condition, Either) and _settled(of, condition) is True
        case Trigger():
            return False
    return True


def _of_condition(of: Analysis, node: Expression, within: bool = False) -> Iterator[Finding]:
    match node:
        case Not():
            yield from _of_condition(of, node.operand, within)
        case Both() | Either():
            yield from _of_parts(of, node, within)
        case Name():
            pass  # what it stands for is told there
        case _:
            always = _settled(of, node)
            if always is not None:
                yield _decided(of, node, always)


def _of_parts(of: Analysis, node: Expression, within: bool = False) -> Iterator[Finding]:
    """What there is to say of parts; of those ``within`` what is settled only what settles it."""
    match node:
        case Not():
            yield from _of_parts(of, node.operand, within)
        case Both() | Either():
            every = isinstance(node, Both)
            within = within or _settled(of, node) is not None
            open_ = [part for part in node.operands if _settled(of, part) is None]
            spare = [] if within else _spare(of, open_, every)
            for part in node.operands:
                if part in spare:
                    yield _idle(of, part, [one for one in open_ if one not in spare], every)
                else:
                    yield from _of_condition(of, part, within)


def _settled(of: Analysis, node: Expression) -> bool | None:
    """What a condition comes to for every organisation, all being supplied; None if it depends.

    One that does not apply is left out of an `and` or `or`, which is another thing again.
    """
    for answer in (True, False):
        other = partial(_other_than, answer)
        if not _may_be(holds(of.narrow, node), other):
            views = _views(of, [node])
            if views and not any(_may_be(holds(on, node), other) for on in views):
                return answer
    return None


def _may_be(whole: Diagram, wanted: Callable[[object], bool]) -> bool:
    return any(isinstance(one, Leaf) and wanted(one.value) for one in parts(whole))


def _views(of: Analysis, nodes: Sequence[Expression]) -> tuple[Lifted, ...]:
    """The diagrams that have to agree on conditions; none where they are not looked into further.

    To make the wide ones of whole results takes long. Where no open point, missing fact or gap is
    behind them, they are the narrow ones.
    """
    behind, narrow = _behind(of.policy, nodes), of.narrow
    if not any(isinstance(one, Result) for one in behind):
        return narrow, of.wide
    missing = of.may_be_missing
    if any(
        one.name.text in missing if isinstance(one, Fact) else not isinstance(one, Result)
        for one in behind
    ):
        return ()
    return () if any(of.has_gap(one) for one in behind if isinstance(one, Result)) else (narrow,)


def _behind(policy: Policy, nodes: Sequence[Node]) -> set[Fact | Interpretation | Result]:
    """The facts, open points and results that conditions rest on."""
    found: set[Fact | Interpretation | Result] = set()
    stack = list(nodes)
    seen: set[Node] = set(stack)
    while stack:
        for part in stack.pop().walk():
            meaning = policy.meanings.get(part)
            behind = meaning.card if isinstance(meaning, CardPart) else meaning
            if isinstance(behind, Fact | Interpretation | Result):
                found.add(behind)
            if isinstance(behind, Group | Result) and behind not in seen:
                seen.add(behind)
                stack.append(behind)
    return found


def _other_than(answer: bool, value: object) -> bool:
    missing = isinstance(value, NotKnown) and bool(value.missing)
    return value is not answer and not missing


def _spare(of: Analysis, operands: Sequence[Expression], every: bool) -> list[Expression]:
    """Parts of which none changes anything beside those that are left; the last ones first."""
    kept = list(operands)
    spare: list[Expression] = []
    for part in reversed(operands):
        others = [one for one in kept if one is not part]
        if others and _alike(of, others, kept, every):
            kept, spare = others, [*spare, part]
    return spare


def _alike(
    of: Analysis, some: Sequence[Expression], others: Sequence[Expression], every: bool
) -> bool:
    """Whether two conditions, each joined of parts, are the same for everybody."""
    if not _same(of.narrow, some, others, every):
        return False
    views = _views(of, others)
    return bool(views) and all(_same(on, some, others, every) for on in views)


def _same(
    on: Lifted, some: Sequence[Expression], others: Sequence[Expression], every: bool
) -> bool:
    one, other = (joined(on, tuple(several), every) for several in (some, others))
    return one is other and not unsettled(on, one)


def _decided(of: Analysis, node: Expression, always: bool) -> Finding:
    what = f"`{_text(of, node)}`"
    ranges = list(_ranges(of, node))
    why = f": {listed(ranges)}" if ranges else ""
    return finding(
        of.policy,
        "idle-condition",
        node,
        f"{what} {'always' if always else 'never'} holds{why}",
        label="whatever is given",
        help="correct it or remove it; what is not supplied is not known, and needs no test",
    )


def _idle(of: Analysis, part: Expression, kept: Sequence[Expression], every: bool) -> Finding:
    """That a part changes nothing beside those that are kept."""
    for one in kept:
        if _alike(of, [one], [one, part], every):
            kept = [one]
            break
    named = [f"`{_text(of, one)}`" for one in kept]
    verb = "holds" if len(named) == 1 else "hold"
    if every:
        label = f"holds wherever {listed(named)} {verb}"
    else:
        label = f"holds only where {listed(named, 'or')} holds"
    return finding(
        of.policy,
        "idle-condition",
        part,
        f"`{_text(of, part)}` changes nothing here",
        label=label,
        help="correct it or remove it",
        also=[(one, "this says it already") for one in kept],
    )


def _ranges(of: Analysis, node: Node) -> Iterator[str]:
    """What is declared of each fact that a condition names: ``from 0 to 4``."""
    names = (part for part in node.walk() if isinstance(part, Name))
    for fact in dict.fromkeys(map(of.policy.meanings.get, names)):
        if isinstance(fact, Fact):
            name = fact.name.text
            entry = of.policy.vocabulary.facts[name]
            if entry.precision.low is not None:
                yield f"`{name}` is declared {evolve(entry.precision, places=None)}"
            elif base(entry.type) == Quantity(Unit.COUNT):
                yield f"`{name}` is a count"


def _text(of: Analysis, node: Node) -> str:
    return of.policy.source.on_one_line(node.span)
