"""The library's policies: nothing is found in them but what is so."""

from __future__ import annotations

import gc
from itertools import count
from pathlib import Path

import pytest

from policy_dsl.analyse import findings
from policy_dsl.analyse.diagrams import Branch
from policy_dsl.pipeline import check_file
from policy_dsl.source import not_collecting

LIBRARY = Path(__file__).resolve().parents[2] / "policies"

#: Of no rated service the text says nothing; scores of plan and variance that no published row has;
#: the lowest decile, which the lowest quartile holds; that no penalty is above the law's limit; and
#: a metric at 4, for which the score is never better than 3.
SO = {
    "cqc/registration/2010": ["idle-condition"],
    "cqc/service_ratings/2014": ["gap", "gap", "gap"],
    "nhs/oversight_framework/2025-26": ["gap"],
    "nhs/single_oversight_framework/2016": ["idle-condition"],
    "nhs/system_oversight_framework/2021-22": ["unreachable-case"],
}
EDITIONS = sorted(
    str(path.relative_to(LIBRARY).with_suffix("")) for path in LIBRARY.rglob("*.policy")
)


@pytest.mark.parametrize("name", EDITIONS)
def test_nothing_is_found_but_what_is_so(name: str) -> None:
    policy, _ = check_file(LIBRARY / f"{name}.policy")
    assert policy is not None
    assert [one.code for one in findings(policy)] == SO.get(name, [])


class EndedError(Exception):
    """What a checkpoint raises."""


@pytest.mark.parametrize("ended", [False, True], ids=["to the end", "ended by a checkpoint"])
def test_an_analysis_leaves_little_to_be_looked_for_as_garbage(ended: bool) -> None:
    policy, _ = check_file(LIBRARY / "monitor/compliance_framework/2008-09.policy")
    assert policy is not None
    made: list[int] = []
    called = count()

    def checkpoint() -> None:
        if next(called) % 4:  # counting takes longer than what is counted
            return
        made.append(sum(isinstance(one, Branch) for one in gc.get_objects()))
        if ended and made[-1] > 4000:
            raise EndedError

    gc.collect()
    with not_collecting():
        if ended:
            with pytest.raises(EndedError):
                findings(policy, checkpoint=checkpoint)
        else:
            findings(policy, checkpoint=checkpoint)
        left = sum(isinstance(one, Branch) for one in gc.get_objects())
    assert max(made) > 4000
    assert left < max(made) / 10
