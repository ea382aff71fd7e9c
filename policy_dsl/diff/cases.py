"""What changed in the cases of a rating, and in their order."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.diff.change import Direction, Kind
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.direction import case_effect, label_direction
from policy_dsl.diff.expressions import alike, parts
from policy_dsl.diff.part import note_parts
from policy_dsl.diff.sequences import matched, moved, passed
from policy_dsl.diff.snippets import added_after, added_before, deleted
from policy_dsl.diff.together import given, tell_that_they_are_the_same
from policy_dsl.source import Edit
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Case, Rating

#: How much of the words of two conditions must be the same for one to be the other, changed.
_ALIKE = 0.5


def compare_cases(
    c: Comparison, subject: str, old: Rating, new: Rating
) -> list[tuple[str, Node, Node]]:
    """Notes what changed in the cases of a rating; gives those that belong together."""
    name = new.name.text
    pairs = matched(old.cases, new.cases, lambda one, other: _likeness(c, one, other), _ALIKE)
    twin = {id(other): one for one, other in pairs}
    taken = {id(one) for one, _ in pairs}
    places = [old.cases.index(one) for one, _ in pairs]
    out_of_order = {id(pairs[position][1]): position for position in moved(places)}
    first = len(c.changes)
    anchor: Case | None = None
    for case in new.cases:
        one = twin.get(id(case))
        if one is None:
            _added_case(c, subject, old, new, case, anchor)
            continue
        start = len(c.changes)
        _changed_case(c, subject, name, old, one, case)
        if id(case) in out_of_order:
            passes = passed(places, out_of_order[id(case)])
            before, behind = ([pairs[at][1] for at in side] for side in passes)
            _moved_case(c, subject, old, new, one, case, anchor, start, before, behind)
        else:
            anchor = one
    for one in old.cases:
        if id(one) not in taken:
            direction = case_effect(c.old, old, one, -1)
            said = f"{name}: no longer {_case_text(c, one, False)}"
            edits = [deleted(c.old.source, one)]
            id_ = f"{name}.{one.label.text}"
            c.add(id_, Kind.CASE, subject, said, one, None, edits, direction)
    if given(c, old.cases, False) == given(c, new.cases, True):
        tell_that_they_are_the_same(c, first)
    return [(f"{name} {one.label.text}", one, other) for one, other in pairs]


def _likeness(c: Comparison, old: Case, new: Case) -> float:
    """From 0 to 1: the same label and condition, the same condition, or a condition like it."""
    same_label = old.label.text == new.label.text
    if (old.condition is None) != (new.condition is None):
        return _ALIKE * same_label
    if c.same(old.condition, new.condition):
        return 1 if same_label else 0.9
    if not same_label:
        return 0
    assert old.condition is not None
    assert new.condition is not None
    return 0.85 * alike(c, old.condition, new.condition)


def _case_text(c: Comparison, case: Case, of_new: bool) -> str:
    return f"{case.label.text} {_when(c, case, of_new)}"


def _when(c: Comparison, case: Case, of_new: bool) -> str:
    if case.condition is None:
        return "otherwise"
    return f"when {(c.new_text if of_new else c.old_text)(case.condition)}"


def _changed_case(
    c: Comparison, subject: str, name: str, rating: Rating, old: Case, new: Case
) -> None:
    if old.label.text != new.label.text:
        when = _when(c, new, True)
        c.add(
            f"{name}.{new.label.text}",
            Kind.LABEL,
            subject,
            f"{name}: {new.label.text} instead of {old.label.text} {when}",
            old,
            new,
            [c.replaced(old.label, new.label)],
            label_direction(c.old, old.label.text, new.label.text, rating.type.text),
        )
    if (old.condition is None) != (new.condition is None):
        now, was = _when(c, new, True), _when(c, old, False)
        said = f"{name}: {new.label.text} {now} instead of {was}"
        edits = [c.replaced(old, new)]
        c.add(f"{name}.{new.label.text}", Kind.CONDITION, subject, said, old, new, edits)
    elif old.condition is not None and new.condition is not None:
        found = parts(c, old.condition, new.condition)
        id_, about = f"{name}.{new.label.text}", f"{name}: {new.label.text}"
        note_parts(c, found, id_, Kind.CONDITION, subject, about, (old, new), "when")


def _added_case(
    c: Comparison, subject: str, old: Rating, new: Rating, case: Case, anchor: Case | None
) -> None:
    name = new.name.text
    direction = case_effect(c.new, new, case, 1)
    said = f"{name}: also {_case_text(c, case, True)}"
    edits = [_placed(c, old, case, anchor)]
    c.add(f"{name}.{case.label.text}", Kind.CASE, subject, said, None, case, edits, direction)


def _placed(c: Comparison, old: Rating, case: Case, anchor: Case | None) -> Edit:
    if anchor is not None:
        return added_after(c.old.source, anchor, c.snippet(case))
    return added_before(c.old.source, old.cases[0], c.snippet(case))


def _moved_case(
    c: Comparison,
    subject: str,
    old: Rating,
    new: Rating,
    one: Case,
    case: Case,
    anchor: Case | None,
    start: int,
    before: Sequence[Case],
    behind: Sequence[Case],
) -> None:
    """A case that stands elsewhere: it is taken out and written there, with all that changed."""
    name = new.name.text
    where = f"before {_short(c, before[0])}" if before else f"after {_short(c, behind[-1])}"
    said = f"{name}: {_case_text(c, case, True)} is asked {where}"
    own = c.changes[start:]
    del c.changes[start:]
    if own:
        said += "; " + "; ".join(change.sentence.removeprefix(f"{name}: ") for change in own)
    edits = [deleted(c.old.source, one), _placed(c, old, case, anchor)]
    direction = None if own else _moved_direction(c, new, case, before, behind)
    id_ = f"{name}.{case.label.text}.order"
    c.add(id_, Kind.ORDER, subject, said, one, case, edits, direction)


def _short(c: Comparison, case: Case) -> str:
    return _case_text(c, case, True)


def _moved_direction(
    c: Comparison, new: Rating, case: Case, before: Sequence[Case], behind: Sequence[Case]
) -> Direction | None:
    """Where a case moves past others that give labels all worse, or all better, than its own."""
    if bool(before) == bool(behind):
        return None
    ways = {
        label_direction(c.new, other.label.text, case.label.text, new.type.text)
        for other in before or behind
    }
    if len(ways) != 1 or (way := ways.pop()) is None:
        return None
    # Asked earlier, it is given more often than those it was asked after.
    return way if before else way.opposite
