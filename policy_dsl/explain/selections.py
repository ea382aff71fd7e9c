"""Selections from scorecards and lists: which items passed, which did not, and what they gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.cards import counted
from policy_dsl.evaluate.records import field_step
from policy_dsl.evaluate.step import OfItem, Placed, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Grid, Line, Told, Tone
from policy_dsl.explain.rules import Selection, measured, name_of, named_below
from policy_dsl.explain.scorecards import row_words
from policy_dsl.explain.value_words import and_more, truth_words, value_words, words_of
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Quantified, Quantifier
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.types import Value

if TYPE_CHECKING:
    from policy_dsl.explain.sections import Sections

_MOST_FIELDS: Final = 3
_MOST: Final = 12  # more items of one kind are counted, not shown


@frozen(eq=False)
class Chosen:
    """An item, whether it is selected, and the condition asked of it, if there is one."""

    item: Step
    truth: Value
    asked: Step | None

    @property
    def name(self) -> str:
        """What the item is called in a sentence; empty for a record."""
        return measured(self.item) if isinstance(self.item.rule, CardRow) else ""


def chosen(step: Step) -> list[Chosen]:
    """Every item that was asked, in the order of the policy or the file."""
    of, *asked = step.inputs
    if asked:
        return [
            Chosen(one.inputs[0], ops.both([_applies(one.inputs[0]), one.value]), one.inputs[1])
            for one in asked
            if isinstance(one.detail, OfItem)
        ]
    items = counted(of.inputs) if isinstance(of.rule, Scorecard) else of.inputs
    return [Chosen(item, _applies(item), None) for item in items]


def _applies(item: Step) -> Value:
    return item.detail.applies if isinstance(item.detail, Placed) else True


# ---- words --------------------------------------------------------------------------------------


def selected_words(homes: Homes, rule: Selection, step: Step) -> str:
    """What a selection came to: how many of how many, and which rows."""
    items = chosen(step)
    whole = step.inputs[0]
    passed = [one for one in items if one.truth is True]
    kind = _kind(items, whole)
    value = words_of(homes, step)
    if isinstance(whole.value, NotKnown) and not items:
        return f"{'not known' if isinstance(step.value, NotKnown) else value}: no list was supplied"
    match rule:
        case Quantified(quantifier=Quantifier.COUNT_OF):
            return f"{value} of {len(items)} {kind}{_names(passed)}"
        case Quantified(quantifier=quantifier):
            every = quantifier is Quantifier.EVERY_OF
            telling = [one for one in items if one.truth is not True] if every else passed
            few = f"{len(passed)} of {len(items)} {kind}" if items else f"there are no {kind}"
            return f"{truth_words(step.value)}: {few}{_names(telling, ': not ' if every else ': ')}"
        case CountDistinct():
            return f"{value} different, among {len(passed)} of {len(items)} {kind}"
        case FieldOf():
            summary = rule.summary.value.removesuffix(" of")
            return f"{value}, the {summary} of {len(passed)} of {len(items)} {kind}"


def _kind(items: list[Chosen], whole: Step) -> str:
    one = len(items) == 1
    if isinstance(whole.rule, Scorecard):
        return "measure" if one else "measures"
    return "record" if one else "records"


def _names(items: list[Chosen], before: str = ": ") -> str:
    names = [one.name for one in items if one.name]
    return f"{before}{and_more(names)}" if names else ""


# ---- what stands below --------------------------------------------------------------------------


def selected(sections: Sections, rule: Selection, step: Step) -> Told:
    """The items in a table, those that were selected first; of other rows only the names."""
    items, of = chosen(step), step.inputs[0]
    every = isinstance(rule, Quantified) and rule.quantifier is Quantifier.EVERY_OF
    passed = [one for one in items if one.truth is True]
    open_ = [one for one in items if isinstance(one.truth, NotKnown)]
    failed = [one for one in items if one.truth is not True and one not in open_]
    telling, others = (failed, passed) if every else (passed, failed)
    # A row is told by its name where its section has the rest; a record has no name.
    rest = [one for one in others if not one.name]
    shown = [*telling[:_MOST], *open_[:_MOST], *rest[:_MOST]]
    above = Told() if isinstance(of.rule, Scorecard) else sections.all([of])
    lines = [*above.lines]
    more = len(telling) + len(open_) + len(rest) - len(shown)
    if more:
        lines.append(Line("", f"and {more} more", tone=Tone.QUIET))
    named = [one.name for one in others if one.name]
    if named:
        so = f"{'so' if every else 'not so'}: {and_more(named)} {sections.refer(of)}"
        lines.append(Line("", so.rstrip(), tone=Tone.QUIET))
    read = [
        named
        for one in items
        if one.asked is not None
        for named in named_below(one.asked, one.item)
    ]
    beside = sections.all(dict.fromkeys(read))
    return Told(
        (*above.entries, *beside.entries),
        (*lines, *beside.lines),
        _grid(sections, rule, shown) if shown else None,
    )


def _grid(sections: Sections, rule: Selection, shown: list[Chosen]) -> Grid:
    homes = sections.homes
    field = rule.field.text if isinstance(rule, CountDistinct | FieldOf) else ""
    rows = []
    tones = []
    for one in shown:
        said = truth_words(one.truth) if one.asked is not None else ""
        rows.append(
            (
                one.name or _record_words(homes, one, field),
                _field_words(homes, one.item, field) if field else "",
                said,
                _reason(homes, one),
                sections.where(one.item),
            )
        )
        tones.append(_tone(one.truth))
    return Grid(("item", field, "", "because", "where"), tuple(rows), tuple(tones))


def _tone(truth: Value) -> Tone:
    if isinstance(truth, NotKnown):
        return Tone.DOUBT
    return Tone.DECIDED if truth is True else Tone.QUIET


def _reason(homes: Homes, one: Chosen) -> str:
    """How a measure stands; of a record its fields are told already."""
    return row_words(homes, one.item) if isinstance(one.item.rule, CardRow) else ""


def _record_words(homes: Homes, one: Chosen, field: str) -> str:
    """``regulation "12", issued 2010-05-02``: the first field and those that were read.

    With nothing asked, the first few.
    """
    fields = one.item.inputs
    if one.asked is None:
        kept = set(fields[:_MOST_FIELDS])
    else:
        kept = {fields[0], *(step for step in one.asked.walk() if step in fields)}
    named = [(name_of(step), step) for step in fields if step in kept]
    return ", ".join(f"{name} {_plain(homes, step)}" for name, step in named if name != field)


def _field_words(homes: Homes, item: Step, name: str) -> str:
    if not isinstance(item.rule, CardRow):
        return _plain(homes, field_step(item, name))
    placed = item.detail
    assert isinstance(placed, Placed)
    if name == "value":
        return _plain(homes, item.inputs[0])
    given = {"band": item.value, "points": placed.points, "weight": placed.weight}
    value = given[name] if name in given else placed.attributes[name]
    return "not known" if isinstance(value, NotKnown) else value_words(value, None)


def _plain(homes: Homes, step: Step) -> str:
    return "not known" if isinstance(step.value, NotKnown) else words_of(homes, step)
