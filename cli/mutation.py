"""The faults that no example notices, as `policy test --mutate` shows them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.mutate.killing import Killer
from policy_dsl.mutate.mutants import Mutant, mutants
from policy_dsl.mutate.run import Progress, Tried, try_all
from policy_dsl.mutate.surviving import EQUIVALENT, Survivor, explained, left
from policy_dsl.source import Diagnostic, printable
from policy_dsl_cli.cells import count
from policy_dsl_cli.in_colours import policy_lines
from policy_dsl_cli.output import Output, is_terminal
from policy_dsl_cli.tables import Table


@frozen(eq=False)
class Mutation:
    """What became of every mutant of a policy, and what is known of those that no example kills."""

    policy: Policy
    tried: tuple[Tried, ...] = field(repr=False)
    unnoticed: tuple[Survivor, ...] = field(repr=False)
    said: tuple[Diagnostic, ...] = ()

    @property
    def killed(self) -> int:
        """How many mutants an example notices."""
        return len(self.tried) - len(self.unnoticed)

    @property
    def equivalent(self) -> tuple[Survivor, ...]:
        """Those proved to change nothing."""
        return tuple(one for one in self.unnoticed if one.equivalent)

    @property
    def survivors(self) -> tuple[Survivor, ...]:
        """Those that are neither killed, nor proved to change nothing, nor left."""
        return tuple(one for one in self.unnoticed if not (one.equivalent or one.left))

    @property
    def left(self) -> tuple[Survivor, ...]:
        """Those that a comment leaves."""
        return tuple(one for one in self.unnoticed if one.left)


def mutation(policy: Policy) -> Mutation:
    """Tries every mutant of a policy, with a bar for a person who watches."""
    chosen = mutants(policy)
    with _bar(len(chosen), f"mutants of {policy.edition}") as progress:
        tried = tuple(try_all(policy, chosen, progress))
    unnoticed = [one for one in tried if one.survived]
    found = []
    with _bar(len(unnoticed), "examples that would notice") as progress:
        for one in explained(policy, unnoticed):
            if progress is not None:
                progress(one.tried.mutant)
            found.append(one)
    return Mutation(policy, tried, *left(policy, found))


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
    columns = {
        "mutants": [len(one.tried) for one in mutations],
        "killed": [one.killed for one in mutations],
        "equivalent": [len(one.equivalent) for one in mutations],
        "left": [len(one.left) for one in mutations],
        "survive": [len(one.survivors) for one in mutations],
    }
    # Few policies have an equivalent one, or one that is left.
    shown = [name for name in columns if any(columns[name]) or name not in ("equivalent", "left")]
    header = ("policy", *shown)
    rows = [
        (
            one.policy.source.path,
            *(_figure(name, columns[name][number]) for name in shown),
        )
        for number, one in enumerate(mutations)
    ]
    parts = [Table(header, rows, numbers=header[1:]).render(output)]
    parts.extend(
        "".join(f"{line}\n" for line in _survivor(one.policy, survivor, output))
        for one in mutations
        for survivor in one.survivors
    )
    same = [
        f"    {_place(one.policy, each.tried.mutant)}\n"
        for one in mutations
        for each in one.equivalent
    ]
    if same:
        parts.append("".join([f"equivalent, {EQUIVALENT}:\n", *same]))
    leaving = [
        printable(f"    {_place(one.policy, each.tried.mutant)}; {each.left}") + "\n"
        for one in mutations
        for each in one.left
    ]
    if leaving:
        parts.append("".join(["left with a reason:\n", *leaving]))
    return "\n".join(parts)


def _figure(name: str, number: int) -> str:
    return str(number or "") if name not in ("mutants", "killed") else str(number)


def _survivor(policy: Policy, survivor: Survivor, output: Output) -> Iterator[str]:
    mutant, killer = survivor.tried.mutant, survivor.killer
    yield _place(policy, mutant)
    if killer is None:
        yield "    no difference found"
        return
    yield printable(f"    would give {', '.join(killer.instead)}; an example that notices it:")
    yield ""
    for text in policy_lines(killer.example(policy, _title(mutant)), output):
        yield f"    {text}"


def _place(policy: Policy, mutant: Mutant) -> str:
    path = policy.source.path
    return printable(f"{path}:{_line(policy, mutant)}: {mutant.rule}: {mutant.what}")


def _line(policy: Policy, mutant: Mutant) -> int:
    return policy.source.position(mutant.node.span.start).line


def _title(mutant: Mutant) -> str:
    """What the example would show; the figure in it is the one that must not be."""
    return f"{mutant.rule}: noticed if {mutant.what}"


def summary(mutations: Sequence[Mutation]) -> str:
    """``43 mutants: 32 killed, 2 equivalent, 9 survive, 2 of them without a difference found``."""
    all_ = sum(len(one.tried) for one in mutations)
    killed = sum(one.killed for one in mutations)
    equivalent = sum(len(one.equivalent) for one in mutations)
    leaving = sum(len(one.left) for one in mutations)
    survive = all_ - killed - equivalent - leaving
    same = sum(survivor.killer is None for one in mutations for survivor in one.survivors)
    if killed == all_:
        return f"{count(all_, 'mutant')}: all killed"
    parts = [f"{killed:,} killed"]
    parts += [f"{equivalent:,} equivalent"] if equivalent else []
    parts += [f"{leaving:,} left with a reason"] if leaving else []
    parts += [f"{survive:,} survive"] if survive else []
    parts += [f"{same:,} of them without a difference found"] if same else []
    return f"{count(all_, 'mutant')}: {', '.join(parts)}"


def to_json(one: Mutation) -> dict[str, object]:
    """The counts, every mutant proved equivalent or left and every survivor; ``example`` is null
    where no difference was found.
    """
    return {
        "mutants": len(one.tried),
        "killed": one.killed,
        "equivalent": [_to_json(one.policy, each.tried.mutant) for each in one.equivalent],
        "left": [
            {**_to_json(one.policy, each.tried.mutant), "reason": each.left} for each in one.left
        ],
        "survivors": [
            {
                **_to_json(one.policy, each.tried.mutant),
                "instead": None if each.killer is None else list(each.killer.instead),
                "example": _example(one.policy, each.tried.mutant, each.killer),
            }
            for each in one.survivors
        ],
    }


def _to_json(policy: Policy, mutant: Mutant) -> dict[str, object]:
    return {
        "kind": mutant.kind.value,
        "rule": mutant.rule,
        "what": mutant.what,
        "line": _line(policy, mutant),
    }


def _example(policy: Policy, mutant: Mutant, killer: Killer | None) -> str | None:
    return None if killer is None else killer.example(policy, _title(mutant))


def remarks(one: Mutation) -> Iterator[tuple[str, int, str, bool]]:
    """Each mutant by its rule and fault, with its line, what is to be remarked of it if anything
    is, and whether it survives.
    """
    unnoticed = {each.tried: each for each in one.unnoticed}
    for tried in one.tried:
        mutant, survivor = tried.mutant, unnoticed.get(tried)
        said = ""
        if survivor is not None:
            equivalent = f"equivalent: {EQUIVALENT}" if survivor.equivalent else ""
            said = equivalent or (f"left: {survivor.left}" if survivor.left else "survives")
        name = f"{mutant.rule}: {mutant.what}"
        yield name, _line(one.policy, mutant), said, survivor in one.survivors
