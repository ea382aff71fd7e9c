"""The page of faults that are left: it lists every edition, and faults that there are."""

import re
from pathlib import Path

import pytest

from policy_dsl.mutate.mutants import mutants
from tests.docs.documents import ROOT
from tests.docs.mutants import HEADING, LIBRARY, page
from tests.shipped import policy_at

PAGE = (ROOT / "docs/mutants.md").read_text("utf-8")
LISTS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_page_lists_faults_that_the_policy_can_have(path: Path) -> None:
    policy = policy_at(path)
    listed = LISTS[policy.edition]
    there = {(one.rule, one.what.replace("|", "\\|")) for one in mutants(policy)}
    rows = re.findall(r"^\| (\w+) \| `(.*)` \| .+ \|$", listed, re.MULTILINE)
    assert set(rows) <= there
    counts = re.search(
        r"^(\d+) mutants: (\d+) noticed(?:, \d+ equivalent)?, \d+ left\.$", listed, re.MULTILINE
    )
    assert counts is not None
    assert len(rows) == int(counts[1]) - int(counts[2])
    assert (HEADING in listed) == bool(rows)


def test_the_page_says_what_is_so_today() -> None:
    """A small edition is tried anew; the others take too long for every run of the tests."""
    path = ROOT / "policies/cqc/service_ratings/2014.policy"
    now = "\n".join(page([path]))
    name = "cqc.service_ratings@2014"
    assert now.partition(f"## {name}\n")[2].strip() == LISTS[name].strip()
