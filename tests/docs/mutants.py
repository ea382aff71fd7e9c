"""docs/mutants.md: the faults that no example of the library would notice, and why they are left.

    python -m tests.docs.mutants docs/mutants.toml docs/mutants.md

Takes minutes: every mutant of every policy is tried on its examples. The reasons are written by
hand in the first file; what fits none of them says what an example could expect, or that none was
found.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.mutate.mutants import Mutant
from policy_dsl.mutate.run import try_all
from policy_dsl.mutate.surviving import Survivor, explained
from policy_dsl.pipeline import check_file
from tests.docs.documents import ROOT

LIBRARY = sorted((ROOT / "policies").rglob("*.policy"))
_EQUIVALENT = "equivalent"
HEADING = "| rule | fault | why it is left |"

_OPENING = """\
# Faults that no example notices

`policy test --mutate` plants small faults in a policy, one at a time: a threshold moved by one
step, another sign, weight, label or cap, a line left out. Those that the examples of the library do
not notice are listed here, each with the reason.

* *Equivalent, proved*: every result is the same for every organisation of a kind that the policy
  rates and of which all facts are supplied; and nothing was found that tells the two apart where
  some are not.
* *Equivalent, by hand*: it changes nothing, for the reason given; a search found no difference.
* Otherwise why it is left, and what an example could expect to notice it.

The lists are made by `make mutants`, which takes minutes; the reasons are in
[mutants.toml](mutants.toml).
"""


@frozen
class Reason:
    """Why faults are left, for those that fit the patterns."""

    policies: str
    rule: str
    what: str
    reason: str
    equivalent: bool = False

    def fits(self, policy: Policy, mutant: Mutant) -> bool:
        """Whether the reason is given for a mutant of a policy."""
        said = mutant.what.replace("[", "(").replace("]", ")")
        return (
            fnmatchcase(policy.edition, self.policies)
            and fnmatchcase(mutant.rule, self.rule)
            and fnmatchcase(said, self.what)
        )


def reasons(path: Path) -> list[Reason]:
    """The reasons that a file gives, the first to fit first."""
    return [Reason(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["left"]]


def page(paths: Sequence[Path], why: Sequence[Reason]) -> Iterator[str]:
    """The page, line by line."""
    yield _OPENING
    for path in paths:
        policy, _ = check_file(path)
        assert policy is not None, path
        tried = list(try_all(policy))
        left = [one for one in tried if one.survived]
        rows = [(one, _why(policy, one, why)) for one in explained(policy, left)]
        equivalent = sum(said.startswith(_EQUIVALENT) for _, said in rows)
        counts = [f"{len(tried) - len(left)} noticed"]
        counts += [f"{equivalent} equivalent"] if equivalent else []
        yield f"## {policy.edition}\n"
        yield f"{len(tried)} mutants: {', '.join(counts)}, {len(left) - equivalent} left.\n"
        if rows:
            yield f"{HEADING}\n|---|---|---|"
            for one, said in rows:
                mutant = one.tried.mutant
                yield f"| {mutant.rule} | `{_cell(mutant.what)}` | {_cell(said)} |"
            yield ""


def _why(policy: Policy, survivor: Survivor, why: Sequence[Reason]) -> str:
    mutant, killer = survivor.tried.mutant, survivor.killer
    given = next((one for one in why if one.fits(policy, mutant)), None)
    by_hand = given.reason if given is not None and given.equivalent else ""
    if survivor.equivalent:
        return ": ".join(filter(None, (f"{_EQUIVALENT}, proved", by_hand)))
    # A reason may be wrong; an example that tells the two apart cannot.
    if by_hand and killer is None:
        return f"{_EQUIVALENT}, by hand: {by_hand}"
    noticed = "" if killer is None else f"no example expects `{', '.join(killer.expectations)}`"
    if given is not None and not given.equivalent:
        return "; ".join(filter(None, (given.reason, noticed)))
    return noticed or "no difference was found among what was tried; not gone through by hand"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Writes the page."""
    why, to = map(Path, sys.argv[1:])
    to.write_text("\n".join(page(LIBRARY, reasons(why))).rstrip("\n") + "\n", "utf-8")


if __name__ == "__main__":
    main()
