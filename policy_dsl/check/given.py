"""What an example gives: of whom and when, facts that exist and fit, and readings."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import Factory, define

from policy_dsl.check.context import Context
from policy_dsl.check.expected import OtherOrganisation
from policy_dsl.check.header import Heading
from policy_dsl.check.interpretations import reading_named, written
from policy_dsl.check.written import given_fact, text_of
from policy_dsl.facts import records
from policy_dsl.source import did_you_mean
from policy_dsl.syntax.examples import ForOrganisation, Given, GivenFact, InPeriod, OfKind
from policy_dsl.syntax.expressions import Constant, Name
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node, Text, Word
from policy_dsl.values.periods import Period, PeriodError

#: The furthest back that facts can be given, in periods.
_FURTHEST = 400
#: The most organisations that stand beside that of an example.
MOST_OTHERS = 100
#: What the organisation of an example is called where it has no name of its own.
OWN = "example"


@define(eq=False)
class Another:
    """What was given so far of another organisation: its kind, if one was said, and facts."""

    kind: Word | None = None
    given: dict[int, dict[str, records.Fact]] = Factory(lambda: {0: {}})


@define(eq=False)
class Supplied:
    """What was given so far: facts by how many periods earlier and by name, and readings.

    ``others`` are other organisations by name.
    """

    given: dict[int, dict[str, records.Fact]] = Factory(lambda: {0: {}})
    national: dict[int, dict[str, records.Fact]] = Factory(dict)
    readings: dict[str, str] = Factory(dict)
    others: dict[str, Another] = Factory(dict)

    def copy(self) -> Supplied:
        """The same, to which more can be given."""
        return Supplied(
            {back: dict(facts) for back, facts in self.given.items()},
            {back: dict(facts) for back, facts in self.national.items()},
            dict(self.readings),
            self.others,
        )

    def has(self, name: str, earlier: int) -> bool:
        """Whether a fact or an interpretation was given."""
        known = (self.given.get(earlier, {}), self.national.get(earlier, {}), self.readings)
        return any(name in part for part in known)


def check_given(context: Context, line: Given, heading: Heading, supplied: Supplied) -> None:
    """Takes what a line gives, where no mistake is reported."""
    other = None
    if line.organisation is not None:
        other = _another(context, line.organisation, heading, supplied)
    if not check_earlier(context, line.earlier, line.word, heading):
        return
    for item in line.facts:
        if line.organisation is None:
            take(context, item, line.earlier, supplied)
        else:
            facts = {} if other is None else other.given.setdefault(line.earlier, {})
            _take_for(context, item, line.organisation, facts)


def take(context: Context, item: GivenFact, earlier: int, supplied: Supplied) -> None:
    """Takes one fact or reading, where no mistake is reported."""
    named = context.named.get(item.name.text)
    if isinstance(named, Interpretation):
        _take_reading(context, item, named, earlier, supplied.readings)
        return
    nationwide, body = _whose(context, named)
    facts = supplied.national if nationwide else supplied.given
    _take_fact(context, item, named, body, facts.setdefault(earlier, {}))


def check_earlier(context: Context, earlier: int, word: Word | None, heading: Heading) -> bool:
    """Reports a number of periods that cannot be looked back."""
    if word is None:
        return True
    wanted = heading.period.value
    if word.text.removesuffix("s") != wanted:
        context.error(
            "period",
            f"the policy rates each {wanted}, so facts are of so many {wanted}s earlier",
            word,
            f"write `{earlier} {wanted}{'' if earlier == 1 else 's'} earlier`",
        )
        return False
    if not 1 <= earlier <= _FURTHEST:
        context.error(
            "period",
            f"that is not a number of {wanted}s to look back",
            word,
            f"write a whole number from 1 to {_FURTHEST}",
        )
        return False
    return True


def is_national(context: Context, named: object) -> bool:
    """Whether a name stands for a national figure."""
    return _whose(context, named)[0]


def _whose(context: Context, named: object) -> tuple[bool, str | None]:
    """Whether a fact is a national figure, and by which body it is judged."""
    if not isinstance(named, Fact):
        return False, None
    entry = context.borrowed.get(named.name.text)
    if entry is not None:
        return entry.national, entry.judged_by
    block = next(
        block
        for block in context.file.declarations
        if isinstance(block, Facts) and named in block.facts
    )
    return block.national, block.body.text if block.body is not None else None


def _take_fact(
    context: Context,
    item: GivenFact,
    named: object,
    body: str | None,
    facts: dict[str, records.Fact],
) -> None:
    name = item.name.text
    if not isinstance(named, Fact):
        known = [
            name for name, it in context.named.items() if isinstance(it, Fact | Interpretation)
        ]
        if named is None:
            context.unknown("unknown-name", "fact", name, item.name, known)
        else:
            context.error(
                "example",
                f"`{name}` is worked out, so it cannot be given",
                item.name,
                "give the facts it is worked out from, and `expect` it",
            )
        return
    fact = given_fact(context, item.value, named, body)
    if name in facts:
        context.error("fact-twice", f"`{name}` is given twice", item.name, "leave one of them out")
    if fact is not None:
        facts[name] = fact


def _take_reading(
    context: Context,
    item: GivenFact,
    interpretation: Interpretation,
    earlier: int,
    readings: dict[str, str],
) -> None:
    name = item.name.text
    if earlier:
        context.error(
            "example",
            f"`{name}` is read in one way throughout an example",
            item,
            "give it without a period",
        )
        return
    number = None
    if isinstance(item.value, Constant | Name):
        number = reading_named(interpretation, written(item.value))
    if number is None:
        texts = [text_of(context, reading) for reading in interpretation.readings]
        context.error(
            "unknown-reading",
            f"`{text_of(context, item.value)}` is no reading of `{name}`",
            item.value,
            did_you_mean(text_of(context, item.value), texts)
            or f"its readings are {', '.join(texts)}",
        )
        return
    if name in readings:
        context.error("fact-twice", f"`{name}` is given twice", item.name, "leave one out")
    readings[name] = written(interpretation.readings[number])


# ---- other organisations ----------------------------------------------------------------------


def others_of(supplied: Supplied, kind: str) -> tuple[OtherOrganisation, ...]:
    """The other organisations given; those of which no kind was said are of the one given."""
    return tuple(
        OtherOrganisation(name, kind if one.kind is None else one.kind.text, one.given)
        for name, one in supplied.others.items()
    )


def check_name(context: Context, name: Text) -> bool:
    """Reports what no organisation can be called."""
    if not name.text.strip():
        context.error("example", "this names no organisation", name, "write its name")
        return False
    if name.text == OWN:
        context.error(
            "example",
            f"`{OWN}` is what the organisation of an example is called itself",
            name,
            "give this one another name",
        )
        return False
    return True


def _another(
    context: Context, node: ForOrganisation, heading: Heading, supplied: Supplied
) -> Another | None:
    """What was given so far of the organisation that a line is for."""
    kind = node.kind
    if kind is not None and kind.text not in heading.kinds:
        context.unknown("unknown-kind", "kind of organisation", kind.text, kind, heading.kinds)
        kind = None
    if not check_name(context, node.name):
        return None
    name = node.name.text
    if name not in supplied.others and len(supplied.others) == MOST_OTHERS:
        context.error(
            "example",
            f"an example has at most {MOST_OTHERS} organisations beside its own",
            node,
            "leave out those that change nothing",
        )
    other = supplied.others.setdefault(name, Another())
    if kind is not None and other.kind is not None and kind.text != other.kind.text:
        context.error("example", f"`{name}` is of two kinds", kind, "leave one of them out")
    other.kind = other.kind or kind
    return other


def _take_for(
    context: Context, item: GivenFact, of: ForOrganisation, facts: dict[str, records.Fact]
) -> None:
    named = context.named.get(item.name.text)
    nationwide, body = _whose(context, named)
    if nationwide or isinstance(named, Interpretation):
        name = item.name.text
        said = "the same for every organisation" if nationwide else "read in one way throughout"
        context.error(
            "example",
            f"`{name}` is {said}, so it cannot be given for one of them",
            item,
            "give it in a line of its own, without `for`",
        )
    else:
        _take_fact(context, item, named, body, facts)


# ---- when and of whom -------------------------------------------------------------------------


def check_once(context: Context, lines: Sequence[Node]) -> None:
    """Reports a second kind and a second period."""
    for kind, word in ((OfKind, "of kind"), (InPeriod, "in")):
        for again in [line for line in lines if isinstance(line, kind)][1:]:
            context.error("example", f"an example says `{word}` once", again, "leave one out")


def check_kind(context: Context, lines: Sequence[Node], heading: Heading) -> str:
    """The kind named, or else the only one there is."""
    named = next((line for line in lines if isinstance(line, OfKind)), None)
    if named is None:
        return heading.kinds[0] if len(heading.kinds) == 1 else ""
    word = named.kind
    if word.text not in heading.kinds:
        context.unknown("unknown-kind", "kind of organisation", word.text, word, heading.kinds)
    return word.text


def check_period(context: Context, lines: Sequence[Node], heading: Heading) -> Period | None:
    """The period named, or else the first that ends while the edition is in force."""
    named = next((line for line in lines if isinstance(line, InPeriod)), None)
    if named is None:
        return Period.containing(heading.first_day, heading.period)
    text = named.period
    try:
        period = Period.parse(text.text, heading.period)
    except PeriodError as problem:
        context.error("period", problem.message, text, problem.help)
        return None
    day = period.last_day
    if day < heading.first_day or (heading.last_day is not None and day > heading.last_day):
        context.warn(
            "not-in-force",
            f"this edition was not in force on {day}, when the period ends",
            text,
            "it is applied all the same; name a period in which it was in force",
        )
    return period
