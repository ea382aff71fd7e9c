"""The panel: every organisation in every period, each worked out once, and only if asked for.

A rule that looks at an earlier quarter or at other organisations finds them here.  An earlier
period is judged by the edition then in force: its results are taken over by name, and what that
edition did not have, or had on another scale, is not known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, field

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.preparing import Frame
from policy_dsl.evaluate.taken_over import taken_over
from policy_dsl.evaluate.using import InForce, deciding, with_used
from policy_dsl.facts.records import Fact, Facts, Organisation, Record
from policy_dsl.syntax.history import Earlier, Held, YearToDate
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.values.periods import Period, PeriodKind

if TYPE_CHECKING:
    from policy_dsl.evaluate.decision import Decision
    from policy_dsl.evaluate.evaluate import Prepared

T = TypeVar("T")


def looks_around(node: Node) -> bool:
    """Whether a rule looks at other periods or other organisations."""
    return isinstance(node, Held | Earlier | YearToDate | Across | Quantile | Rank)


@lru_cache(maxsize=256)
def compares_with_others(policy: Policy) -> bool:
    """Whether a rule of a policy compares an organisation with others."""
    return any(
        isinstance(node, Across | Quantile | Rank)
        for item in policy.file.declarations
        for node in item.walk()
    )


@define(eq=False)
class Panel:
    """All that was supplied: for each edition, the facts read in its words.

    What is the same for all organisations of a period is worked out for the first that asks.
    """

    facts: Mapping[Policy, Facts] = field(repr=False)
    in_force: InForce = field(repr=False)
    _frames: dict[tuple[Prepared, str, Period], Frame | None] = field(factory=dict, repr=False)
    _shared: dict[object, Any] = field(factory=dict, repr=False)

    @classmethod
    def of(cls, prepared: Prepared, facts: Facts) -> Panel:
        """A panel of one edition, which decides about every period."""
        judge = deciding(lambda policy, period: prepared, [prepared])
        return cls(with_used({prepared.policy: facts}), judge)

    def decide(self, prepared: Prepared, record: Record) -> Decision:
        """The decision about a record, with what its rules need to know of the others."""
        frame = self.frame(prepared, record.organisation.code, record.period)
        if frame is None:  # nothing but published results was supplied of it
            frame = self._own(prepared, record.organisation, record.period, record)
        return prepared.decided(frame, record)

    def differing(self, facts: Mapping[Policy, Facts], period: Period) -> Panel:
        """A panel whose facts differ from a period on; what came before is not worked out again."""
        before = {key: frame for key, frame in self._frames.items() if key[2] < period}
        return Panel(facts, self.in_force, before)

    def frame(self, prepared: Prepared, code: str, period: Period) -> Frame | None:
        """An organisation in a period; None where no facts of it were supplied."""
        key = (prepared, code, period)
        try:
            return self._frames[key]
        except KeyError:
            frame = self._frames[key] = self._frame(prepared, code, period)
            return frame

    def earlier(self, frame: Frame, periods: int, position: int) -> Frame | None:
        """The frame's organisation so many periods back, worked out up to ``position``."""
        try:
            period = frame.period.earlier(periods)
        except ValueError:
            return None  # before the calendar begins
        found = self.frame(frame.prepared, frame.organisation.code, period)
        if found is not None and len(found.done) <= position:
            self._advance(found, position)
        return found

    def cohort(self, prepared: Prepared, period: Period, kind: str) -> tuple[list[Frame], int]:
        """The organisations of a kind in a period, by code; and how many may be of the kind.

        Where a policy rates one kind only, an organisation of which no kind is said is of it.
        """
        found: list[Frame] = []
        unsure = 0
        for code in self._codes.get(period, ()):
            frame = self.frame(prepared, code, period)
            if frame is None:
                continue
            if frame.kind == kind or (not frame.kind and prepared.policy.kinds == (kind,)):
                found.append(frame)
            elif not frame.kind:
                unsure += 1
        return found, unsure

    def shared(self, key: object, make: Callable[[], T]) -> T:
        """What stands under a key, made the first time it is asked for."""
        if key not in self._shared:
            self._shared[key] = make()
        found: T = self._shared[key]
        return found

    def _frame(self, prepared: Prepared, code: str, period: Period) -> Frame | None:
        own = self._record(prepared.policy, code, period)
        judge = self.in_force(prepared.policy, period)
        if judge is not None and judge.policy is prepared.policy:
            return None if own is None else self._own(prepared, own.organisation, period, own)
        then = None if judge is None else self.frame(judge, code, period)
        if judge is not None:
            organisation = None if then is None else then.organisation
        else:
            organisation = None if own is None else own.organisation
        if organisation is None:
            return None
        frame = self._own(prepared, organisation, period, own)
        frame.done = []
        frame.computes = [taken_over(result, prepared, then) for result in prepared.policy.results]
        return frame

    def _own(
        self, prepared: Prepared, organisation: Organisation, period: Period, record: Record | None
    ) -> Frame:
        facts: Mapping[str, Fact] = {} if record is None else record.facts
        held = self.facts.get(prepared.policy)
        national = None if held is None else held.national.get(period)
        return prepared.frame(
            {**facts, **national} if national else facts, organisation, period, self
        )

    def _record(self, policy: Policy, code: str, period: Period) -> Record | None:
        held = self.facts.get(policy)
        record = None if held is None else held.record(code, period)
        return record if record is not None and record.facts else None

    def _advance(self, frame: Frame, position: int) -> None:
        """The oldest first, so that looking back over many years does not go deep."""
        waiting: list[Frame] = []
        periods = self._periods.get((frame.organisation.code, frame.period.kind), [])
        for period in reversed(periods[: bisect_right(periods, frame.period)]):
            behind = self.frame(frame.prepared, frame.organisation.code, period)
            if behind is None:
                continue
            if len(behind.done) > position:
                break
            waiting.append(behind)
        for behind in reversed(waiting):
            behind.advance(position)
        frame.advance(position)

    @cached_property
    def _periods(self) -> dict[tuple[str, PeriodKind], list[Period]]:
        """Of each organisation, the periods with facts, oldest first."""
        found: dict[tuple[str, PeriodKind], set[Period]] = {}
        for facts in self.facts.values():
            for record in facts.records:
                key = (record.organisation.code, record.period.kind)
                found.setdefault(key, set()).add(record.period)
        return {key: sorted(periods) for key, periods in found.items()}

    @cached_property
    def _codes(self) -> dict[Period, list[str]]:
        """Of each period, the organisations with facts, in order of code."""
        found: dict[Period, list[str]] = {}
        for (code, _), periods in self._periods.items():
            for period in periods:
                found.setdefault(period, []).append(code)
        return {period: sorted(codes) for period, codes in found.items()}
