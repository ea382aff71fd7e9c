"""What is chosen on the command line and is not there, for docs/messages.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_dsl.evaluate.choices import read_choices
from policy_dsl.facts.choosing import not_held
from policy_dsl.facts.records import Organisation, Record
from policy_dsl.pipeline import check_text
from policy_dsl.source import Diagnostic, SourceText
from policy_dsl.values.periods import Period, PeriodKind

_POLICY = """\
policy example.homes version 2025-26
    title    "Homes"
    in force 2025-04-01 to 2026-03-31
    rates    care_home each quarter

scale colour best to worst: green, red

facts each quarter
    waits number "Waits"

interpretation red_from = 3.0 or 2.9
    "The table leaves a gap."

rating access: colour
    red   when waits >= red_from
    green otherwise
"""
_FIRST = Period.containing(date(2025, 6, 30), PeriodKind.QUARTER)
_SECOND, _THIRD = _FIRST.later(), _FIRST.later(2)
#: ``--interpretation``, each with something wrong; then ``--min-grade``.
_READINGS = ("red_from", "red_form=2.9", "red_from=2.8", "red_from=2.9", "red_from=2.9")


def said_of_choices() -> Iterator[Diagnostic]:
    """All that is said of readings, grades, organisations and periods that there are not."""
    policy, said = check_text(SourceText("homes.policy", _POLICY))
    assert policy is not None, said
    yield from read_choices([policy], _READINGS, "guessed")[1]
    held = [
        Record(Organisation("H1", "Ash Lodge", "care_home"), _FIRST, {}, {}),
        Record(Organisation("H2", "Birch House", "care_home"), _SECOND, {}, {}),
    ]
    yield from not_held([], [], [])
    yield from not_held(held, ["H11", "birch", "K9"], [_THIRD])
    yield from not_held(held, ["H1"], [_SECOND])
