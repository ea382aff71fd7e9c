"""What is known of mutants that no example notices: what would kill each, or that nothing can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, field, frozen

from policy_dsl.analyse import Equivalence
from policy_dsl.check.policy import Policy
from policy_dsl.lint.allow import SURVIVES, allowing
from policy_dsl.mutate.killing import FOR_ONE, Killer, Search
from policy_dsl.mutate.mutants import MutantKind
from policy_dsl.mutate.run import Tried
from policy_dsl.source import Diagnostic, warning

#: The most work in the search for all survivors of a policy together, in steps of decisions; what
#: one leaves of its share is for the others.
BUDGET: Final = 1_500_000
#: The most work for one that is proved equivalent, which only missing facts can tell.
_FOR_PROVED: Final = 30_000

#: What is proved of an equivalent mutant.
EQUIVALENT: Final = "the same for every organisation whose facts are all supplied"


@frozen(eq=False)
class Survivor:
    """A mutant that no example notices, with an example that would, where one was found.

    An ``equivalent`` one is proved to give every result of the policy for every organisation of
    which all facts are supplied, and nothing was found that tells them apart where some are not.
    ``left`` is the reason, if a comment leaves it.
    """

    tried: Tried = field(repr=False)
    killer: Killer | None
    equivalent: bool
    left: str = ""


def explained(policy: Policy, survivors: Sequence[Tried]) -> Iterator[Survivor]:
    """Each survivor with what is known of it, one by one.

    A rule about missing facts is never proved equivalent: it is about nothing else.
    """
    equivalence, search = Equivalence(policy), Search(policy)
    for number, one in enumerate(survivors):
        mutant = one.mutant
        proved = mutant.kind is not MutantKind.MISSING and equivalence.proved(
            one.policy, mutant.rule
        )
        share = max(BUDGET - search.spent, 0) // (len(survivors) - number)
        killer = search.killer(one, min(share, _FOR_PROVED if proved else FOR_ONE))
        yield Survivor(one, killer, proved and killer is None)


def left(
    policy: Policy, survivors: Sequence[Survivor]
) -> tuple[tuple[Survivor, ...], tuple[Diagnostic, ...]]:
    """The survivors with the reasons of those that comments leave, and what there is to say of
    such comments.

    ``# allow survives: reason`` beside a line leaves all that survives on it; what is equivalent
    needs no leave.
    """
    by_line: dict[int, list[Survivor]] = {}
    for one in survivors:
        if not one.equivalent:
            by_line.setdefault(_line(policy, one), []).append(one)
    found = {line: _finding(policy, several) for line, several in by_line.items()}
    allowed = allowing(policy.source, found.values(), (SURVIVES,))
    reasons = {id(finding): reason for finding, reason in allowed.allowed}
    leaving = {
        one: reasons.get(id(found[line]), "")
        for line, several in by_line.items()
        for one in several
    }
    return tuple(evolve(one, left=leaving.get(one, "")) for one in survivors), allowed.said


def _line(policy: Policy, survivor: Survivor) -> int:
    return policy.source.position(survivor.tried.mutant.node.span.start).line


def _finding(policy: Policy, survivors: Sequence[Survivor]) -> Diagnostic:
    """All that survives on a line is one finding."""
    faults = [one.tried.mutant for one in survivors]
    message = f"no example notices {', '.join(fault.what for fault in faults)}"
    help = "add an example, or say why there is none"
    return warning(SURVIVES, message, policy.source, faults[0].node.span, help)
