"""Why a decision came out as it did: text, Markdown, HTML and JSON of one explanation."""

from __future__ import annotations

import json
from functools import cached_property

from attrs import frozen

from policy_dsl.evaluate.decision import Decision
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.outline import Outline, outline
from policy_dsl.explain.rules import final_ratings
from policy_dsl.explain.to_html import to_html
from policy_dsl.explain.to_json import decision_to_json
from policy_dsl.explain.to_markdown import to_markdown
from policy_dsl.explain.to_text import to_text
from policy_dsl.explain.would_change import would_change_to_json
from policy_dsl.invent.nearest import what_would_change
from policy_dsl.invent.turns import WouldChange
from policy_dsl.source import did_you_mean, printable


class UnknownResultError(LookupError):
    """A result is asked for that the policy does not have; the message names the nearest."""


@frozen(eq=False)
class Explanation:
    """The reasons behind some results of a decision, from the answer down to the facts.

    ``str`` and ``text`` give what a terminal shows, a notebook shows the HTML.
    """

    decision: Decision
    names: tuple[str, ...]
    triggers: bool = False  # whether those that fire, or may, are explained besides
    would_change: bool = False  # whether it is also said what would change the results

    @cached_property
    def _changes(self) -> tuple[WouldChange, ...]:
        return what_would_change(self.decision, self.names) if self.would_change else ()

    @cached_property
    def _outline(self) -> Outline:
        return outline(self.decision, self.names, self.triggers, self._changes)

    def text(self, width: int = 100, colour: bool = False) -> str:
        """Plain text, no line wider than ``width`` columns (at least 40)."""
        return to_text(self._outline, width, colour)

    def markdown(self) -> str:
        """GitHub-flavoured Markdown; what comes from outside is escaped."""
        return to_markdown(self._outline)

    def html(self) -> str:
        """A fragment that stands by itself; what comes from outside is escaped."""
        return to_html(self._outline)

    def to_json(self) -> str:
        """The whole decision by docs/schema/decision-1.schema.json, the same bytes every time."""
        return json.dumps(self.data(), indent=2)

    def data(self) -> dict[str, object]:
        """What ``to_json`` writes: the decision, what other readings would change, and if asked
        for, what other facts would.
        """
        found = decision_to_json(self.decision, readings=True)
        if self.would_change:
            homes = Homes.of(self.decision)
            found["would_change"] = would_change_to_json(homes, self._changes)
        return found

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.html()


def explain(
    decision: Decision, result: str | None = None, would_change: bool = False
) -> Explanation:
    """Explains one result of a decision, or the ratings that no other rating rests on and the
    triggers that fire or may; with ``would_change``, also which smallest changes of its facts
    would change them.

    Raises:
        UnknownResultError: if the policy has no result of that name.
    """
    if result is None:
        return Explanation(decision, final_ratings(decision.policy), True, would_change)
    if result not in decision.results:
        known = list(decision.results)
        help = did_you_mean(result, known) or f"its results are {', '.join(known)}"
        raise UnknownResultError(
            f"{decision.policy.edition} has no result named `{printable(result)}`: {help}"
        )
    return Explanation(decision, (result,), False, would_change)
