"""A policy of every kind of fact that looks around, and facts for it."""

from pathlib import Path

from policy_dsl.evaluate.choices import NO_CHOICES, Choices
from policy_dsl.pipeline import Case, load, read_cases
from policy_dsl.replay.entry import Asked, line_of
from policy_dsl.replay.read import Log
from policy_dsl.replay.replay import Replayed, replay
from policy_dsl.source import render_all

NAME = "test.ward"
OLD = """policy test.ward version 2024
    title    "The year before"
    in force 2024-04-01 to 2025-03-31
    rates    ward each quarter

source DOC published "The framework"
source OWN derived   "Worked out"

scale light best to worst: green, amber, amber_red, red

facts each quarter                                                        [DOC]
    waiting percent "Waits"

rating overall: light                                                     [DOC]
    amber_red when waiting < 90%
    green     otherwise
"""
NEW = """policy test.ward version 2025
    title    "This year"
    in force 2025-04-01 to 2026-03-31
    rates    ward, unit each quarter

source DOC published "The framework"
source OWN derived   "Worked out"

scale  light best to worst: green, amber, red
choice stage: draft, final

record notice
    issued date
    lifted date or nothing
    why    text
    level  light

facts each quarter                                                        [DOC]
    waits   percent to 2 places from 0 to 100 "Waits" from W1 formerly waiting
    falls   count             "Falls"
    spent   money             "Spent"
    planned money             "Planned"
    state   stage             "Stage"
    code    text              "Code"
    opened  date or nothing   "Opened"
    deficit yes_or_no         "Deficit"
    notices list of notice    "Notices"

national facts each quarter                                               [OWN]
    mean_waits percent "Mean"

judgements by board                                                       [DOC]
    concern yes_or_no "Concern"

interpretation red_below = 80% or 85%                                     [DOC]
    "The text has both."

value place     = rank of waits across ward highest first leaving out missing
value mean_now  = average of waits across ward leaving out missing
value share     = spent / planned
value young     = count of notices where level is amber or worse and lifted is nothing
value was_poor  = overall 1 quarter earlier is amber or worse
value was_low   = waits < 90% for 2 consecutive quarters

scorecard card: light                                                     [DOC]
    points green 1, amber 2, red 3
    when missing leave out
    | measure | weight | green  | amber  | red       |
    | waits   |     70% | >= 95% | >= 90% | otherwise |
    | falls   |     30% | <= 1   | <= 3   | otherwise |

rating overall: light                                                     [DOC]
    red   when waits < red_below or concern
    red   when deficit and young >= 1
    amber when waits < mean_waits
    green otherwise

rating moderated: light                                                   [DOC]
    start with overall
    override twice  no better than amber when overall is amber or worse for 2 consecutive quarters
    override drafts no better than red when state is draft and code = "X"

trigger visit                                                             [DOC]
    when moderated is red
    then "The board visits"
    led by board
    due 10 working days after end of the quarter
"""
FACTS = """source: Ward returns
grade: published
records:
  - {organisation: A, name: Ash, kind: ward, period: Q4 2024/25, facts: {waiting: 85.00}}
  - organisation: A
    name: Ash
    kind: ward
    period: Q1 2025/26
    facts:
      waits: 91.50
      falls: 3
      spent: 4000
      planned: 3000
      state: draft
      code: X
      opened: 2025-05-01
      deficit: yes
      notices:
        - {issued: 2025-05-02, lifted: nothing, why: "Late \u00e9", level: amber}
        - {issued: 2025-05-09, level: green}
      concern: {value: no, by: The chair, on: 2025-06-30, because: Nothing new}
  - organisation: B
    kind: ward
    period: Q1 2025/26
    facts: {waits: 96, falls: 0, spent: 5, planned: 0, concern: no, deficit: no, state: final}
  - {organisation: C, period: Q1 2025/26, facts: {waits: 70, opened: nothing, notices: []}}
  - {organisation: D, kind: ward, period: Q1 2025/26, facts: {falls: 2, concern: yes}}
  - {organisation: E, kind: unit, period: Q1 2025/26, facts: {waits: 84, deficit: no}}
  - {organisation: F, kind: other, period: Q1 2025/26, facts: {waits: 84}}
national:
  - {period: Q1 2025/26, facts: {mean_waits: 93}}
"""


def library(folder: Path) -> Path:
    """Both editions, and facts, in a folder."""
    (folder / "2024.policy").write_text(OLD)
    (folder / "2025.policy").write_text(NEW)
    (folder / "facts.yaml").write_text(FACTS)
    return folder


def cases_of(folder: Path, reference: str = NAME) -> tuple[Case, ...]:
    editions, said = load(reference, folder)
    assert editions is not None, render_all(said)
    cases, said = read_cases(editions, [folder / "facts.yaml"])
    assert cases is not None, render_all(said)
    return cases


def logged(
    folder: Path, reference: str = NAME, choices: Choices = NO_CHOICES, name: str = "decisions.log"
) -> Path:
    """A log of the decisions about all the facts."""
    lines = [
        line_of(case, case.decide(choices), Asked(reference), choices)
        for case in cases_of(folder, reference)
    ]
    (folder / name).write_text("".join(lines))
    return folder / name


def replayed(folder: Path, log: Path) -> list[Replayed]:
    """What became of the decisions of a log that has no mistakes."""
    reading = Log(log)
    found = list(replay(reading, folder))
    assert not reading.mistakes, render_all(reading.mistakes)
    return found
