"""Small policies with the constructs that the demonstration policy lacks, and decisions by them."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from policy_dsl.evaluate.choices import Choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.other_readings import able_to_reread
from policy_dsl.facts.read import record_of
from policy_dsl.pipeline import check_file, prepared
from policy_dsl.source import render_all
from policy_dsl.values.grades import Grade
from tests.language.cases import decide, policy_of
from tests.language.panels import decide_after, decide_among

CARDS = """
scale outcome best to worst: met, under, failed
facts each quarter
    waits   percent from 0 to 100 "Seen within four hours"
    backlog count   "Waiting over 18 weeks"
    cancer  percent "Treated within 62 days"
    target  percent "Agreed target"
    calls   percent "Calls answered"
    closed  yes_or_no "Closed to admissions"
interpretation middle = 1 or 2 [DOC]
    "The points of the middle band are not printed."
scorecard targets: outcome [DOC table 1]
    points met 0, under middle, failed 3
    when missing leave out
    | measure | weight | national | applies_to | met | under | failed |
    | waits   | 1 | yes | any             | >= target | >= 80%  | otherwise |          [DOC 1]
    | backlog | 2 | no  | acute_trust     | < 10 | when backlog < 50 and not closed | otherwise |
    | cancer  | 1 | yes | acute_trust     | >= 85%    | -       | otherwise |
    | calls   | 1 | no  | ambulance_trust | >= 95%    | -       | otherwise |
scorecard strict: outcome
    when missing counts as failed
    | measure | met    | failed    |
    | waits   | >= 95% | otherwise |
    | cancer  | >= 85% | otherwise |
scorecard open: outcome
    points met 0, failed 1
    | measure | weight | met    | failed    |
    | waits   | 60%    | >= 95% | otherwise |
    | cancer  | 40%    | >= 85% | otherwise |
rating service: outcome [DOC 2]
    failed when any of targets where national and band is failed
    under  when targets.average >= 1 or targets.total > 4 or targets.highest > 3
    met    otherwise
    override all_met no worse than under when every of targets where band is under or better
rating strictly: outcome
    failed when strict.waits is failed and (count of strict where band is failed) >= 2
    met otherwise
value share   = open.total
value heaviest = sum of weight of targets where band is not met
value lowest_one = targets.lowest
"""

RECORDS = """
scale concern best to worst: minor, moderate, major
record notice
    regulation text     "The regulation"
    issued     date
    lifted     date or nothing
    severity   concern
    fine       money
facts each quarter
    notices list of notice "Warning notices"
    today   date "Today"
value in_force = count of notices where lifted is nothing
value subjects = count distinct regulation of notices
value fines    = sum of fine of notices where issued in the quarter
value last     = latest issued of notices where severity is moderate or worse
value gravest  = worst of severity of notices where lifted is nothing
rating standing: concern [DOC]
    major    when any of notices where severity is major and issued < today
    moderate when in_force >= 1 and every of notices where severity is moderate or worse
    minor    when subjects >= 1 and last < today and fines > £1
    minor    otherwise
"""
NOTICES = [
    {
        "regulation": "12",
        "issued": "2008-05-02",
        "lifted": "nothing",
        "severity": "moderate",
        "fine": 4000,
    },
    {
        "regulation": "17",
        "issued": "2008-02-02",
        "lifted": "2008-03-03",
        "severity": "minor",
        "fine": 200,
    },
]

WINDOWS = """
scale state best to worst: good, poor
facts each quarter
    waits percent "Seen within four hours"
    seen  count   "Attendances"
    limit percent "Limit"
value change  = waits - waits 1 quarter earlier
value to_date = seen year to date
value began   = 0 days after start of the quarter
value ends    = end of the year
value again   = waits < 90% in any of the 2 previous quarters
rating now: state [DOC]
    poor when waits < limit for 3 consecutive quarters
    poor when waits < 90% in at least 2 of the last 4 quarters
    poor when change < -10% or to_date > 1000 or began > ends
    good otherwise
rating status: state [DOC]
    start with now
    override lasting becomes poor when status is poor in each of the 2 previous quarters
"""

OTHERS = """
scale state best to worst: good, poor
facts each quarter
    survey number "Survey score"
    colour state  "Colour"
value mean     = average of survey across acute_trust leaving out missing
value spread   = standard deviation of survey across acute_trust leaving out missing
value quartile = quantile 25% of survey across acute_trust leaving out missing
value standing = rank of survey across acute_trust highest first leaving out missing
value bottom   = worst of colour across acute_trust
value low      = survey < 60
value lows     = count of low across acute_trust leaving out missing
rating result: state [DOC]
    good when survey >= mean - 2 * spread and standing <= 3
    poor when survey < quartile or bottom is poor or lows > 50
    good otherwise
"""

JUDGED = """
scale colour best to worst: green, amber, red
facts each quarter
    score   number "Score" [OLD]
    started date   "Started"
    owed    number from 0 to 100 "Owed"
judgements by monitor [DOC]
    grave   yes_or_no "Grave concern"
interpretation red_from = 3.0 or 2.9 [DOC]
    "Amber goes up to 2.9 and red begins above 3.0."
interpretation idle = yes or no [DOC]
    "It changes nothing here."
rating risk: colour [DOC]
    red   when score >= red_from
    amber when score >= 2 [OLD]
    green when idle
    green otherwise
    override concern no better than amber when grave
    override owing   no better than amber when owed <= 3
trigger act [DOC]
    when risk is red
    when grave
    then "The board is told"
    led by monitor
    due 45 working days after started
trigger look [DOC]
    when owed > 50
    then "The debt is looked into"
trigger rest
    when risk is green
    then "Nothing more is asked"
"""
JUDGEMENT = {"value": True, "by": "The board", "on": "2010-02-05", "because": "A new issue"}

NAMED = """
scale colour best to worst: green, amber, red
scale risk   best to worst: 4, 3, 2, 1
facts each quarter
    finance  colour    "Finance"
    quality  colour    "Quality"
    asked    colour or nothing "The colour the board asked for"
    decided  risk      "The panel's decision"
    ceiling  risk      "The highest rating allowed"
    minimum  risk      "The lowest rating allowed"
    score    number    "Score"
    panel_met yes_or_no "The panel met"
    capped    yes_or_no "A ceiling was set"
    spared    yes_or_no "A lowest rating was promised"
    ward_failed yes_or_no "A ward failed"
rating agreed: colour [DOC]
    green when finance is quality and finance is asked
    amber when finance is quality or worse or asked is not finance
    red   otherwise
rating overall: risk [DOC]
    start with score
    override limit  no better than ceiling when capped [DOC 4]
    override ward   no better than 2       when ward_failed
    override rescue no worse than minimum  when spared
    override panel  becomes decided        when panel_met
"""

REGISTER = """policy cqc.registration version 2010
    title    "Registration"
    in force from 2008-01-01
    rates    acute_trust, ambulance_trust, mental_health_trust each quarter
source API secondary "CQC"
scale quality     best to worst: good, poor
scale enforcement best to worst: none, notice
facts each quarter [API]
    safe   quality   "Safe"
    caring quality   "Caring"
    closed yes_or_no "Closed"
scorecard card: quality [API]
    points good 1, poor 0
    | measure | good | poor      |
    | safe    | good | otherwise |
    | caring  | good | otherwise |
rating action: enforcement [API]
    notice when closed
    none   otherwise
"""
USING = """
use cqc.registration as cqc
scale category best to worst: performing, under
rating overall: category [DOC]
    under when cqc.action is notice
    under when cqc.card.average < 1
    performing otherwise
rating safety: quality
    start with cqc.card.safe
"""


@cache
def cards(closed: bool = False, cancer: bool = False, waits: int | None = 70) -> Decision:
    """A card with a measure left out, and one for another kind of organisation."""
    facts: dict[str, object] = {"backlog": 20, "target": 95, "closed": closed}
    if waits is not None:
        facts["waits"] = waits
    if cancer:
        facts["cancer"] = 90
    return decide(policy_of(CARDS), facts)


@cache
def records(supplied: bool = True) -> Decision:
    facts: dict[str, object] = {"today": "2008-06-01"}
    return decide(policy_of(RECORDS), {**facts, "notices": NOTICES} if supplied else facts)


@cache
def windows() -> Decision:
    """Four quarters, of which nothing is known of the second."""
    seen = [
        {"waits": 94, "limit": 95, "seen": 1},
        None,
        {"waits": 94, "limit": 95, "seen": 1},
        {"waits": 96, "limit": 95, "seen": 4},
    ]
    return decide_after(policy_of(WINDOWS), seen)


@cache
def others() -> Decision:
    """Nine trusts, of which one has no survey."""
    rows = {
        (f"R{letter}", "Q1 2008/09"): (
            {"colour": "good"} if letter == "E" else {"survey": 60 + 3 * place, "colour": "good"}
        )
        for place, letter in enumerate("ABCDEFGHX")
    }
    return decide_among(policy_of(OTHERS), rows, "RX", "Q1 2008/09")


@cache
def judged(min_grade: Grade | None = None, grave: bool = True, score: str = "2.95") -> Decision:
    policy = policy_of(JUDGED)
    facts = {
        "score": score,
        "started": "2010-03-01",
        "grave": {**JUDGEMENT, "value": grave},
    }
    record = record_of("RXX", "Q1 2008/09", facts, policy.vocabulary, kind="acute_trust")
    return able_to_reread(
        lambda choices: prepared(policy, choices).decide(record), Choices(min_grade=min_grade)
    )


@cache
def named(**facts: object) -> Decision:
    """Two values of one scale beside each other, and overrides that name something else."""
    given = {
        "finance": "amber",
        "quality": "amber",
        "asked": "green",
        "decided": "2",
        "ceiling": "3",
        "minimum": "2",
        "score": "4",
        "panel_met": False,
        "capped": True,
        "spared": False,
        "ward_failed": False,
        **facts,
    }
    supplied = {name: value for name, value in given.items() if value is not None}
    return decide(policy_of(NAMED), supplied)


@cache
def using() -> Decision:
    """A policy that uses another, which stands in a file of its own."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "2010.policy").write_text(REGISTER)
        header = policy_of(CARDS).source.text.partition("\nscale")[0].replace("test.small", "nhs.x")
        (Path(folder) / "main.policy").write_text(header + USING)
        policy, said = check_file(Path(folder) / "main.policy", Path(folder))
    assert policy is not None, render_all(said)
    facts = {"safe": "good", "caring": "poor", "closed": False}
    record = record_of("RXX", "Q1 2008/09", facts, policy.vocabulary, kind="acute_trust")
    return prepared(policy).decide(record)


def every() -> tuple[Decision, ...]:
    """A decision with every construct."""
    return (
        cards(),
        cards(waits=None),
        records(),
        records(supplied=False),
        windows(),
        others(),
        judged(),
        judged(Grade.PUBLISHED),
        using(),
        named(),
        named(panel_met=True, spared=True, finance="red", asked="nothing", ward_failed=True),
        named(spared=True, ward_failed=True, score="1", minimum="3"),
        named(ceiling=None, decided=None, panel_met=None, quality=None),
        named(score=None, ward_failed=True),
    )
