"""The faults that no example notices, as `policy test --mutate` shows them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.mutate.killing import Killer, killers
from policy_dsl.mutate.mutants import Mutant, mutants
from policy_dsl.mutate.run import Progress, Tried, try_all
from policy_dsl.source import printable
from policy_dsl_cli.cells import count
from policy_dsl_cli.output import Output, is_terminal
from policy_dsl_cli.tables import Table


@frozen(eq=False)
class Mutation:
    """What became of every mutant of a policy, and what would kill those that survive."""

    policy: Policy
    tried: tuple[Tried, ...] = field(repr=False)
    killers: tuple[tuple[Tried, Killer | None], ...] = field(repr=False)

    @property
    def killed(self) -> int:
        """How many mutants an example notices."""
        return sum(not one.survived for one in self.tried)


def mutation(policy: Policy) -> Mutation:
    """Tries every mutant of a policy, with a bar for a person who watches."""
    chosen = mutants(policy)
    with _bar(len(chosen), f"mutants of {policy.edition}") as progress:
        tried = tuple(try_all(policy, chosen, progress))
    survivors = [one for one in tried if one.survived]
    found = []
    with _bar(len(survivors), "examples that would notice") as progress:
        for one, killer in killers(policy, survivors):
            if progress is not None:
                progress(one.mutant)
            found.append((one, killer))
    return Mutation(policy, tried, tuple(found))


@contextmanager
def _bar(length: int, label: str) -> Iterator[Progress | None]:
    """A bar on stderr that each mutant moves on; None where nobody watches."""
    if not length or not is_terminal(sys.stderr):
        yield None
        return
    import click

    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:

        def step(mutant: Mutant) -> None:
            bar.update(1)

        yield step


def report(mutations: Sequence[Mutation], output: Output) -> str:
    """How many faults are noticed, and each that is not, with an example that would notice it."""
    rows = [
        (
            one.policy.source.path,
            str(len(one.tried)),
            str(one.killed),
            str(len(one.killers) or ""),
        )
        for one in mutations
    ]
    header = ("policy", "mutants", "killed", "survive")
    parts = [Table(header, rows, numbers=header[1:]).render(output)]
    parts.extend(
        "".join(f"{line}\n" for line in _survivor(one.policy, tried, killer))
        for one in mutations
        for tried, killer in one.killers
    )
    return "\n".join(parts)


def _survivor(policy: Policy, tried: Tried, killer: Killer | None) -> Iterator[str]:
    mutant = tried.mutant
    line = policy.source.position(mutant.node.span.start).line
    yield printable(f"{policy.source.path}:{line}: {mutant.rule}: {mutant.what}")
    if killer is None:
        yield "    no difference found"
        return
    yield printable(f"    would give {', '.join(killer.instead)}; an example that notices it:")
    yield ""
    for text in killer.example(policy, _title(mutant)).rstrip("\n").split("\n"):
        yield printable(f"    {text}")


def _title(mutant: Mutant) -> str:
    """What the example would show; the figure in it is the one that must not be."""
    return f"{mutant.rule}: noticed if {mutant.what}"


def summary(mutations: Sequence[Mutation]) -> str:
    """``43 mutants: 32 killed, 11 survive, 2 of them without a difference found``."""
    all_ = sum(len(one.tried) for one in mutations)
    killed = sum(one.killed for one in mutations)
    if killed == all_:
        return f"{count(all_, 'mutant')}: all killed"
    same = sum(killer is None for one in mutations for _, killer in one.killers)
    found = f"{count(all_, 'mutant')}: {killed:,} killed, {all_ - killed:,} survive"
    return found + (f", {same:,} of them without a difference found" if same else "")


def to_json(one: Mutation) -> dict[str, object]:
    """The counts and every survivor; ``example`` is null where no difference was found."""
    return {
        "mutants": len(one.tried),
        "killed": one.killed,
        "survivors": [
            {
                "kind": tried.mutant.kind.value,
                "rule": tried.mutant.rule,
                "what": tried.mutant.what,
                "line": one.policy.source.position(tried.mutant.node.span.start).line,
                "instead": None if killer is None else list(killer.instead),
                "example": (
                    None if killer is None else killer.example(one.policy, _title(tried.mutant))
                ),
            }
            for tried, killer in one.killers
        ],
    }
