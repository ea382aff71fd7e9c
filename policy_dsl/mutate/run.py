"""Running a policy's examples against its mutants: which faults would they notice?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import field, frozen
from lark import TextSlice
from lark.exceptions import UnexpectedInput

from policy_dsl.check.check import check
from policy_dsl.check.expected import CheckedExample
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.invent import Situation, decide_in
from policy_dsl.mutate.mutants import Mutant, mutants
from policy_dsl.mutate.touching import Touching
from policy_dsl.source import SourceText, edited
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.from_lark import parser
from policy_dsl.syntax.parse import Declaration, PolicyFile
from policy_dsl.testing.hold import fits
from policy_dsl.testing.run import run_examples

#: Called with each mutant before it is tried.
Progress = Callable[[Mutant], None]


@frozen(eq=False)
class Tried:
    """A mutant that makes a policy, with the title of the example that noticed it, if one did."""

    mutant: Mutant
    policy: Policy = field(repr=False)
    killed_by: str | None

    @property
    def survived(self) -> bool:
        """Whether no example noticed it."""
        return self.killed_by is None


def try_all(
    policy: Policy, chosen: Sequence[Mutant] | None = None, progress: Progress | None = None
) -> Iterator[Tried]:
    """Every mutant of a policy tried on its examples, one by one.

    A mutant that is no policy any more (a label twice, a name unknown) is passed over: the checker
    notices it.  Only examples that pass are asked, and of those the ones that the fault can touch.
    """
    outcomes = [one for one in run_examples(policy) if one.passed]
    touching = Touching(policy, outcomes)
    for mutant in mutants(policy) if chosen is None else chosen:
        if progress is not None:
            progress(mutant)
        made = mutated(policy, mutant)
        if made is None:
            continue
        asked = touching.examples(mutant)
        killer = next((one for one in asked if notices(made, one)), None)
        yield Tried(mutant, made, None if killer is None else killer.title)


def notices(mutant: Policy, example: CheckedExample) -> bool:
    """Whether an example comes out differently, in a result or in a reason."""
    decision = decide_in(mutant, Situation.of(example))
    return any(_differs(decision, example, number) for number in range(len(example.expectations)))


def _differs(decision: Decision, example: CheckedExample, number: int) -> bool:
    return not fits(decision, example.expectations[number])


def mutated(policy: Policy, mutant: Mutant) -> Policy | None:
    """The policy with the fault, without its examples; None if the checker would object.

    Only the declaration that is changed is read again.  It is put behind the rest of the text, so
    that every other place stays what it was.
    """
    whole = edited(policy.source, [mutant.edit]).text
    grown = len(whole) - len(policy.source.text)
    declarations: list[Declaration] = []
    source = policy.source
    for declaration in policy.file.declarations:
        span = declaration.span
        if isinstance(declaration, Example | ExampleTable):
            continue
        if span.start <= mutant.edit.span.start and mutant.edit.span.end <= span.end:
            start = len(source.text) + 1
            text = whole[span.start : span.end + grown].rstrip()
            source = SourceText(source.path, f"{source.text}\n{text}\n")
            try:
                again: Declaration = parser().parse(  # type: ignore[assignment]  # our rules
                    TextSlice(source.text, start, len(source.text) - 1)
                )
            except UnexpectedInput:
                return None
            declarations.append(again)
        else:
            declarations.append(declaration)
    used = {one.node: one.editions for one in policy.used.values()}
    made, _ = check(PolicyFile(source, tuple(declarations), frozenset()), used, policy)
    return made
