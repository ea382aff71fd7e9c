"""``version-and-dates``: a version that names another year than the dates in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from policy_dsl.check.policy import Policy
from policy_dsl.lint.remark import Remark, remark
from policy_dsl.source import Label
from policy_dsl.syntax.header import InForce

_YEARS = re.compile(r"(\d{4})-(\d{2})")


def find(policy: Policy) -> Iterator[Remark]:
    """A version such as ``2025-26``, no day of which, from April to March, it is in force.

    A single year is not looked at: it may be that of the document.  No fix: either may be wrong.
    """
    named, header = _YEARS.fullmatch(policy.version), policy.file.header
    if header is None or named is None or (int(named[1]) + 1) % 100 != int(named[2]):
        return
    year = int(named[1])
    last = policy.last_day
    if policy.first_day <= date(year + 1, 3, 31) and (last is None or last >= date(year, 4, 1)):
        return
    line = header.first(InForce)
    yield remark(
        policy,
        "version-and-dates",
        header.version.span,
        f"version {policy.version} is not in force on any day of {policy.version}",
        "one of the two is last year's: correct it",
        label="the year it is named after",
        also=[] if line is None else [Label(line.span, "the days on which it is in force")],
    )
