"""Judgements in a document of facts: the value with who decided it, when and why.

facts:
  grave_concern:
    value: yes
    by: Monitor's board              may be left out: then it is the body the policy names
    on: 2010-05-04                   may be left out, as may `because`
    because: A newly reported issue
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from policy_dsl.facts.records import Judgement
from policy_dsl.facts.typed import Mistake, clean, quoted
from policy_dsl.facts.vocabulary import Entry, FactEntry
from policy_dsl.source import did_you_mean
from policy_dsl.values.periods import Period, PeriodError, PeriodKind

KEYS = ("value", "by", "on", "because")
#: The mistake of saying by whom a measurement was decided.
NOT_JUDGED = Mistake(
    "fact-judgement",
    "is measured, so nobody decided it",
    "give its value alone; what somebody decides is declared under `judgements by ...`",
)


def judged_by(entry: Entry) -> str | None:
    """The body whose decision a fact is, or None for what is measured."""
    return entry.judged_by if isinstance(entry, FactEntry) else None


def plain_judgement(entry: Entry) -> Judgement | None:
    """The judgement of a value that stands alone: whose it is, and nothing else."""
    body = judged_by(entry)
    return None if body is None else Judgement(body)


def judgement_of(entry: Entry, given: Mapping[str, object]) -> Judgement | Mistake:
    """What the keys beside ``value`` say, each a text, a date or None."""
    body = judged_by(entry)
    assert body is not None
    for key in given:
        if key not in KEYS:
            help = did_you_mean(key, KEYS) or f"its keys are {', '.join(KEYS)}"
            return Mistake("fact-judgement", f"has no key {quoted(key)}", help)
    on = given.get("on")
    if isinstance(on, str) and on.strip():
        try:
            on = Period.parse(on, PeriodKind.DATE).first_day
        except PeriodError as problem:
            return Mistake(
                "fact-judgement", f"is decided on no date: {problem.message}", problem.help
            )
    return Judgement(
        clean(str(given.get("by") or "")) or body,
        on if isinstance(on, date) else None,
        clean(str(given.get("because") or "")),
    )
