"""Kinds of organisation that a policy rates, and a rating leaves out without saying so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from policy_dsl.analyse.context import Analysis, results_behind
from policy_dsl.analyse.diagrams import Diagram, TooLargeError
from policy_dsl.analyse.finding import Finding, finding
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.reach import is_true
from policy_dsl.analyse.results import result
from policy_dsl.analyse.words import listed
from policy_dsl.syntax.ratings import Rating
from policy_dsl.values.absence import DOES_NOT_APPLY


def of_policy(of: Analysis) -> Iterator[Finding]:
    """Ratings that say of no kind that they are not for it, and apply to nobody of one.

    Of ratings that rest on each other the first is told.
    """
    told: dict[str, set[str]] = {}
    for rating in of.policy.results:
        if not isinstance(rating, Rating) or rating.applies_to is not None:
            continue
        try:
            left_out = {
                kind
                for kind in of.policy.kinds
                if of.never(partial(_applies, rating=rating, kind=kind), is_true)
            }
        except (TooLargeError, RecursionError):
            of.narrow.space.failed.add(rating)
            continue
        behind = results_behind(of.policy, rating)
        new = left_out.difference(*(told[name] for name in told.keys() & behind))
        told[rating.name.text] = left_out
        if new:
            kinds = listed([kind for kind in of.policy.kinds if kind in new], "or")
            yield finding(
                of.policy,
                "kind-omitted",
                rating.name,
                f"`{rating.name.text}` never applies to {kinds}",
                label="nothing that it rests on does",
                help="rate this kind as well, or say with `applies to` whom it is for",
            )


def _applies(on: Lifted, rating: Rating, kind: str) -> Diagram:
    of_kind = on.space.of_kind(frozenset({kind}))
    return on.space.diagrams.apply(_is_so, of_kind, result(on, rating))


def _is_so(of_kind: object, value: object) -> bool:
    return of_kind is True and value is not DOES_NOT_APPLY
