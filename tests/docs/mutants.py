"""docs/mutants.md: the faults that no example of the library would notice, and why they are left.

    python -m tests.docs.mutants docs/mutants.md

Takes minutes: every mutant of every policy is tried on its examples. The reasons are comments in
the policies; of what has none it says what an example could expect, or that none was found.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from policy_dsl.mutate.run import try_all
from policy_dsl.mutate.surviving import Survivor, explained, left
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
* Otherwise why it is left, which a comment beside the line says in the policy, `# allow survives:
  reason`; and what an example could expect to notice it, where one was found.

The lists are made by `make mutants`, which takes minutes.
"""


def page(paths: Sequence[Path]) -> Iterator[str]:
    """The page, line by line."""
    yield _OPENING
    for path in paths:
        policy, _ = check_file(path)
        assert policy is not None, path
        tried = list(try_all(policy))
        unnoticed = [one for one in tried if one.survived]
        rows, said = left(policy, list(explained(policy, unnoticed)))
        assert said == (), said
        equivalent = sum(one.equivalent for one in rows)
        counts = [f"{len(tried) - len(rows)} noticed"]
        counts += [f"{equivalent} equivalent"] if equivalent else []
        yield f"## {policy.edition}\n"
        yield f"{len(tried)} mutants: {', '.join(counts)}, {len(rows) - equivalent} left.\n"
        if rows:
            yield f"{HEADING}\n|---|---|---|"
            for one in rows:
                mutant = one.tried.mutant
                yield f"| {mutant.rule} | `{_cell(mutant.what)}` | {_cell(_why(one))} |"
            yield ""


def _why(survivor: Survivor) -> str:
    if survivor.equivalent:
        return "equivalent, proved"
    killer = survivor.killer
    # A reason may be wrong; an example that tells the two apart cannot.
    noticed = "" if killer is None else f"no example expects `{', '.join(killer.expectations)}`"
    said = "; ".join(filter(None, (survivor.left, noticed)))
    return said or "no difference was found among what was tried; not gone through by hand"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Writes the page."""
    Path(sys.argv[1]).write_text("\n".join(page(LIBRARY)).rstrip("\n") + "\n", "utf-8")


if __name__ == "__main__":
    main()
