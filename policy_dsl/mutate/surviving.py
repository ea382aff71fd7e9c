"""What is known of mutants that no example notices: what would kill each, or that nothing can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import field, frozen

from policy_dsl.analyse import Equivalence
from policy_dsl.check.policy import Policy
from policy_dsl.mutate.killing import FOR_ONE, Killer, Search
from policy_dsl.mutate.mutants import MutantKind
from policy_dsl.mutate.run import Tried

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
    """

    tried: Tried = field(repr=False)
    killer: Killer | None
    equivalent: bool


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
