"""The three absences, which are three different things and never one ``None``.

* *not known*: a fact was not supplied, or a rule has no answer; it carries what is missing.
* *does not apply*: the rule is not about this organisation; roll-ups leave it out.
* *nothing*: a value that a fact may have (``lifted: nothing``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

if TYPE_CHECKING:
    from policy_dsl.values.numbers import Number
    from policy_dsl.values.scales import Label


@frozen
class NotKnown:
    """A value that cannot be settled from the facts supplied.

    ``missing`` names the facts that would help to settle it.  ``possible`` holds the labels that
    could still come out, best first; ``low`` and ``high`` are the ends a number must lie between,
    None where there is no end.  ``gap`` is true when the rules may have no answer whatever is
    supplied: a table without a matching row, a zero denominator; ``reason`` then says which.
    """

    missing: frozenset[str] = frozenset()
    possible: tuple[Label, ...] = ()
    low: Number | None = None
    high: Number | None = None
    gap: bool = False
    reason: str = ""

    def __str__(self) -> str:
        return "not known"


@frozen
class DoesNotApply:
    """The rule is not about this organisation."""

    def __str__(self) -> str:
        return "does not apply"


@frozen
class Nothing:
    """A fact's value when the policy lets it be ``nothing``."""

    def __str__(self) -> str:
        return "nothing"


DOES_NOT_APPLY: Final = DoesNotApply()
NOTHING: Final = Nothing()
