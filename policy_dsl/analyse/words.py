"""What findings say: stretches of a fact, what is given, and values, as an author writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from policy_dsl.analyse.diagrams import Path, Stretch
from policy_dsl.analyse.linear import Range
from policy_dsl.analyse.space import Space
from policy_dsl.analyse.terms import Form, Term, plain
from policy_dsl.analyse.ways import range_of
from policy_dsl.analyse.witness import fact_value
from policy_dsl.check.policy import Policy
from policy_dsl.facts.records import Fact
from policy_dsl.invent import Situation, given_words, in_words
from policy_dsl.invent.words import earlier_words, supplied_words
from policy_dsl.values.absence import DoesNotApply, NotKnown
from policy_dsl.values.numbers import as_text
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Plain, Quantity, Type, Unit, Value, base

_MOST_GIVEN = 12


def listed(words: Sequence[str], joining: str = "and") -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joining} {words[-1]}"


def given(policy: Policy, situation: Situation) -> str:
    """``given plan 2, variance 3``, with kind, earlier periods and other organisations."""
    parts: list[str] = []
    for whose, part in supplied_words(situation):
        for back in sorted(part):
            facts = [fact_words(policy, name, fact) for name, fact in part[back].items()]
            more = len(facts) - _MOST_GIVEN
            if more > 0:
                facts = [*facts[:_MOST_GIVEN], f"and {more} more"]
            if facts:
                parts.append(f"{earlier_words(policy, whose, back)}{', '.join(facts)}")
    parts.extend(f"{name} {reading}" for name, reading in situation.readings)
    said = f"given {'; '.join(parts)}" if parts else "whatever is given"
    return f"of kind {situation.kind}, {said}" if situation.kind else said


def fact_words(policy: Policy, name: str, fact: Fact) -> str:
    """A fact; of a list, records that are alike once, with how many there are."""
    records = Counter(
        given_words(policy, name, evolve(fact, items=(item,))).removeprefix(f"{name} ")
        for item in fact.items
    )
    if not records:
        return given_words(policy, name, fact)
    parts = (
        words if number == 1 else f"{number} times {words}" for words, number in records.items()
    )
    return f"{name} {', '.join(parts)}"


def value_words(value: Value, type_: Type) -> str:
    """A value of a type as an author writes it."""
    if isinstance(value, Fraction):
        return as_text(value)
    if isinstance(value, NotKnown | DoesNotApply):
        return str(value)
    return in_words(value, type_)


def stretch_words(space: Space, term: Term, stretch: Stretch) -> str | None:
    """``score above 2.9 and up to 3.0``: where a fact lies; None for what is no fact."""
    match term.key:
        case ("nothing", name):
            low, _ = stretch
            return f"{name} nothing" if low is not None else None
        case ("kind",):
            kinds = [space.policy.kinds[number] for number in _whole(term, stretch)]
            return f"kind {listed(kinds, 'or')}"
        case ("fact", name):
            pass
        case _:
            return None
    type_ = base(space.policy.vocabulary.facts[name].type)
    if isinstance(type_, Scale | Choice) or type_ in (Plain.YES_OR_NO, Plain.TEXT):
        labels = [
            in_words(fact_value(space, name, Fraction(n)), type_) for n in _whole(term, stretch)
        ]
        return f"{name} {listed(labels, 'or')}"
    return f"{name} {range_words(range_of(term, stretch), type_, term.step)}"


def range_words(range_: Range, type_: Type, step: object = None) -> str:
    """``above 2.9 and up to 3.0``, ``below 5%``, ``3.0``."""
    low, high = range_.low, range_.high
    if step is not None and high is not None and range_.high_open:
        # On a grid the last number is said, not the first that is beyond.
        last = high - Fraction(str(step)) if not isinstance(step, Fraction | int) else high - step
        range_ = Range(low, range_.low_open, last, False)
        high = last
    if low is not None and low == high:
        return _number(low, type_)
    parts = []
    if low is not None and high is not None and not range_.low_open:
        below = "below " if range_.high_open else ""
        return f"from {_number(low, type_)} to {below}{_number(high, type_)}"
    if low is not None:
        parts.append(f"{'above' if range_.low_open else 'from'} {_number(low, type_)}")
    if high is not None:
        parts.append(f"{'below' if range_.high_open else 'up to'} {_number(high, type_)}")
    return " and ".join(parts) if parts else "whatever it is"


def _number(number: Fraction, type_: Type) -> str:
    if type_ is Plain.DATE:
        return date.fromordinal(int(number)).isoformat()
    value = plain(Form((), number))
    return in_words(value, type_) if isinstance(value, Decimal) else as_text(Fraction(number))


def _whole(term: Term, stretch: Stretch) -> Iterable[int]:
    low, high = stretch
    first = int(low[0]) if low is not None else int(term.low or 0)
    last = int(high[0]) - 1 if high is not None else int(term.high or 0)
    return range(first, last + 1)


def _stretches(space: Space, path: Path) -> list[tuple[Term, Stretch]]:
    """What a way asks; of a fact that is nothing no more than that."""
    asked = [(space.terms.all[order], stretch) for order, stretch in path.items()]
    nothing = {
        term.key[1] for term, (low, _) in asked if term.key[0] == "nothing" and low is not None
    }
    return [(term, at) for term, at in asked if term.key[0] != "fact" or term.key[1] not in nothing]


def way_words(space: Space, path: Path) -> list[str]:
    """What a way says of each fact, and then of all else that it asks."""
    facts, others = [], []
    for term, stretch in _stretches(space, path):
        words = stretch_words(space, term, stretch)
        if words is not None:
            facts.append(words)
        else:
            others.append(_stretch_of(space, term, stretch))
    return [*facts, *others]


def _stretch_of(space: Space, term: Term, stretch: Stretch) -> str:
    if term.key[0] == "free" and term.key[1][0] == "run":
        return _running(space, term, stretch)
    node = space.asked.get(term.key)
    type_: Type = Quantity(Unit.NUMBER) if node is None else base(space.policy.types[node])
    words = f"`{_term_words(space, term)}`"
    if type_ is Plain.YES_OR_NO and term.high is None:  # `any of` asks how many there are
        return f"{words} {'no' if range_of(term, stretch).holds(Fraction(0)) else 'yes'}"
    if isinstance(type_, Scale | Choice):
        return f"{words} {listed([type_.labels[n].name for n in _whole(term, stretch)], 'or')}"
    if type_ is Plain.YES_OR_NO:
        return f"{words} {listed(['yes' if n else 'no' for n in _whole(term, stretch)], 'or')}"
    return f"{words} {range_words(range_of(term, stretch), type_, term.step)}"


def _running(space: Space, term: Term, stretch: Stretch) -> str:
    """``late for 2 quarters running before this one``."""
    condition, _ = term.key[1][1]
    range_ = range_of(term, stretch)
    least = int(range_.low or 0)
    most = None if range_.high is None else int(range_.high) - range_.high_open
    word = space.policy.period.value
    if most == least == 0:
        return f"`{condition}` not in the {word} before this one"
    how_many = (
        f"{least} or more" if most is None else f"{most}" if most == least else f"up to {most}"
    )
    words = f"{word}s running" if most != 1 else word
    return f"`{condition}` for {how_many} {words} before this one"


def _term_words(space: Space, term: Term) -> str:
    node = space.asked.get(term.key)
    if node is not None:
        return space.policy.source.on_one_line(node.span)
    if term.factors is not None:
        sign, *forms = term.factors
        one, other = (_form_words(space, form) for form in forms)
        return f"{one} {sign} {other}" if sign in "*/" else f"{sign} of ({one}, {other})"
    if term.of is not None:
        return _form_words(space, term.of)
    return str(term.key[1])


def _form_words(space: Space, form: Form) -> str:
    parts = []
    for term, factor in form.terms:
        times = "" if abs(factor) == 1 else f"{as_text(abs(factor))} * "
        parts.append((factor, times + _term_words(space, term)))
    if form.constant or not parts:
        parts.append((form.constant, as_text(abs(form.constant))))
    (first, words), *others = parts
    said = "".join(f" {'-' if factor < 0 else '+'} {other}" for factor, other in others)
    return f"{'-' if first < 0 else ''}{words}{said}"
