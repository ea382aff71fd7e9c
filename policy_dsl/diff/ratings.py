"""What changed in a rating: its start, its cases, its over-riding rules."""

from __future__ import annotations

from policy_dsl.diff.change import Direction, Kind
from policy_dsl.diff.citing import Citing
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.direction import case_effect, label_direction, override_effect
from policy_dsl.diff.expressions import alike, parts
from policy_dsl.diff.part import direction_of, edits_of, kind_of, sentence_of
from policy_dsl.diff.scales import scale_sentence
from policy_dsl.diff.sequences import matched, moved
from policy_dsl.diff.snippets import added_after, added_before, deleted
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import AppliesTo, Case, Effect, Override, Rating

#: How much of the words of two conditions must be the same for one to be the other, changed.
_ALIKE = 0.5
_CALLED = {Effect.NO_BETTER_THAN: "cap", Effect.NO_WORSE_THAN: "floor", Effect.BECOMES: "becomes"}


def compare_ratings(c: Comparison, citing: Citing, old: Rating, new: Rating) -> None:
    """Notes what changed between two editions of a rating."""
    name = new.name.text
    subject = f"rating {name}"
    start = len(c.changes)
    if not c.same(old.type, new.type):
        said = f"{name}: {scale_sentence(c, old.type.text, new.type.text)}"
        change = c.add(f"{name}.scale", Kind.SCALE, subject, said, old.type, new.type)
        c.note(c.ties, change, {old.name.text, name})
    structural = len(c.changes) > start or (old.start is None) != (new.start is None)
    compare_applies_to(c, subject, name, old, new, old.applies_to, new.applies_to)
    rules: list[tuple[str, Node, Node]] = []
    if old.start is not None and new.start is not None:
        rules.append((name, old.start, new.start))
        found = parts(c, old.start.expression, new.start.expression)
        if found:
            c.add(
                f"{name}.start",
                kind_of(found, Kind.START),
                subject,
                f"{name}: {sentence_of(found, 'starts with')}",
                old.start,
                new.start,
                edits_of(found),
                direction_of(c, found),
            )
    elif structural and (old.start is None) != (new.start is None):
        was, now = ("cases", "a start") if old.start is None else ("a start", "cases")
        lines = [line for line in old.lines if not isinstance(line, AppliesTo | Override)]
        others = [line for line in new.lines if not isinstance(line, AppliesTo | Override)]
        said = f"{name}: decided by {now} instead of {was}"
        c.add(f"{name}.start", Kind.START, subject, said, lines, others)
    if old.start is None and new.start is None:
        rules += _compare_cases(c, subject, old, new)
    rules += _compare_overrides(c, subject, old, new)
    citing.declaration(name, old, new, rules)
    if structural:
        c.bundle(start, old, new, undirected=True)


def compare_applies_to(
    c: Comparison,
    subject: str,
    name: str,
    old: Node,
    new: Node,
    was: AppliesTo | None,
    now: AppliesTo | None,
) -> None:
    """Notes for whom a rating or trigger is, where that changed."""
    if c.same(was, now):
        return
    before = {word.text for word in was.kinds} if was is not None else set()
    after = {word.text for word in now.kinds} if now is not None else set()
    if was is None:
        said = f"{name}: applies to {', '.join(sorted(after))} only"
    elif now is None:
        said = f"{name}: applies to everyone, not only to {', '.join(sorted(before))}"
    else:
        come, gone = sorted(after - before), sorted(before - after)
        said = f"{name}: " + " and ".join(
            [f"also applies to {', '.join(come)}"] * bool(come)
            + [f"no longer applies to {', '.join(gone)}"] * bool(gone)
        )
    edits: list[Edit]
    if was is not None and now is not None:
        edits = [c.replaced(was, now)]
    elif was is not None:
        edits = [deleted(c.old.source, was)]
    else:
        assert now is not None
        first = next(iter(getattr(old, "lines")))  # noqa: B009  # a rating's or a trigger's
        edits = [added_before(c.old.source, first, c.snippet(now))]
    c.add(f"{name}.applies_to", Kind.APPLIES_TO, subject, said, was, now, edits)


# ---- cases ---------------------------------------------------------------------------------------


def _compare_cases(
    c: Comparison, subject: str, old: Rating, new: Rating
) -> list[tuple[str, Node, Node]]:
    name = new.name.text
    pairs = matched(old.cases, new.cases, lambda one, other: _likeness(c, one, other), _ALIKE)
    twin = {id(other): one for one, other in pairs}
    taken = {id(one) for one, _ in pairs}
    places = [old.cases.index(one) for one, _ in pairs]
    out_of_order = {id(pairs[position][1]) for position in moved(places)}
    anchor: Case | None = None
    for case in new.cases:
        one = twin.get(id(case))
        if one is None:
            _added_case(c, subject, old, new, case, anchor)
            continue
        start = len(c.changes)
        _changed_case(c, subject, name, old, one, case)
        if id(case) in out_of_order:
            _moved_case(c, subject, old, new, one, case, anchor, start)
        else:
            anchor = one
    for one in old.cases:
        if id(one) not in taken:
            direction = case_effect(c.old, old, one, -1)
            said = f"{name}: no longer {_case_text(c, one, False)}"
            edits = [deleted(c.old.source, one)]
            id_ = f"{name}.{one.label.text}"
            c.add(id_, Kind.CASE, subject, said, one, None, edits, direction)
    return [(f"{name} {one.label.text}", one, other) for one, other in pairs]


def _likeness(c: Comparison, old: Case, new: Case) -> float:
    """From 0 to 1: the same label and condition, the same condition, or a condition like it."""
    same_label = old.label.text == new.label.text
    if (old.condition is None) != (new.condition is None):
        return 0
    if c.same(old.condition, new.condition):
        return 1 if same_label else 0.9
    if not same_label:
        return 0
    assert old.condition is not None
    assert new.condition is not None
    return 0.85 * alike(c, old.condition, new.condition)


def _case_text(c: Comparison, case: Case, of_new: bool) -> str:
    if case.condition is None:
        return f"{case.label.text} otherwise"
    text = c.new_text(case.condition) if of_new else c.old_text(case.condition)
    return f"{case.label.text} when {text}"


def _changed_case(
    c: Comparison, subject: str, name: str, rating: Rating, old: Case, new: Case
) -> None:
    if old.label.text != new.label.text:
        when = "otherwise" if new.condition is None else f"when {c.new_text(new.condition)}"
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
    if old.condition is not None and new.condition is not None:
        found = parts(c, old.condition, new.condition)
        if found:
            c.add(
                f"{name}.{new.label.text}",
                kind_of(found, Kind.CONDITION),
                subject,
                f"{name}: {new.label.text} {sentence_of(found, 'when')}",
                old,
                new,
                edits_of(found),
                direction_of(c, found),
            )


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
) -> None:
    """A case that stands elsewhere: it is taken out and written there, with all that changed."""
    name = new.name.text
    place = new.cases.index(case)
    where = (
        f"after {_short(c, new.cases[place - 1])}" if place else f"before {_short(c, new.cases[1])}"
    )
    said = f"{name}: {_case_text(c, case, True)} is asked {where}"
    own = c.changes[start:]
    del c.changes[start:]
    if own:
        said += "; " + "; ".join(change.sentence.removeprefix(f"{name}: ") for change in own)
    edits = [deleted(c.old.source, one), _placed(c, old, case, anchor)]
    direction = None if own else _moved_direction(c, old, new, one, case)
    id_ = f"{name}.{case.label.text}.order"
    c.add(id_, Kind.ORDER, subject, said, one, case, edits, direction)


def _short(c: Comparison, case: Case) -> str:
    return _case_text(c, case, True)


def _moved_direction(
    c: Comparison, old: Rating, new: Rating, one: Case, case: Case
) -> Direction | None:
    """Where a case moves past others that give labels all worse, or all better, than its own."""
    was, now = old.cases.index(one), new.cases.index(case)
    texts = [_case_text(c, other, True) for other in new.cases]
    before = {_case_text(c, other, False) for other in old.cases[:was]}
    after = {_case_text(c, other, False) for other in old.cases[was + 1 :]}
    passed_up = [new.cases[at] for at in range(now + 1, len(texts)) if texts[at] in before]
    passed_down = [new.cases[at] for at in range(now) if texts[at] in after]
    if bool(passed_up) == bool(passed_down):
        return None
    ways = {
        label_direction(c.new, other.label.text, case.label.text, new.type.text)
        for other in passed_up or passed_down
    }
    if len(ways) != 1 or (way := ways.pop()) is None:
        return None
    # Asked earlier, it is given more often than those it was asked after.
    return way if passed_up else way.opposite


# ---- over-riding rules ---------------------------------------------------------------------------


def _compare_overrides(
    c: Comparison, subject: str, old: Rating, new: Rating
) -> list[tuple[str, Node, Node]]:
    name = new.name.text
    pairs = matched(old.overrides, new.overrides, lambda a, b: _override_likeness(c, a, b), 0.7)
    ones = {id(one) for one, _ in pairs}
    others = {id(other) for _, other in pairs}
    for one, other in pairs:
        _changed_override(c, subject, name, old, one, other)
    last = old.lines[-1]
    for override in new.overrides:
        if id(override) not in others:
            said = f"new override {override.name.text}: {_override_text(c, override, True)}"
            edits = [added_after(c.old.source, last, c.snippet(override))]
            direction = override_effect(c.new, override, 1)
            id_ = f"{name}.{override.name.text}"
            c.add(id_, Kind.OVERRIDE, subject, said, None, override, edits, direction)
    for override in old.overrides:
        if id(override) not in ones:
            said = f"override {override.name.text} is dropped: {_override_text(c, override, False)}"
            edits = [deleted(c.old.source, override)]
            direction = override_effect(c.old, override, -1)
            id_ = f"{name}.{override.name.text}"
            c.add(id_, Kind.OVERRIDE, subject, said, override, None, edits, direction)
    return [(other.name.text, one, other) for one, other in pairs]


def _override_likeness(c: Comparison, old: Override, new: Override) -> float:
    if old.name.text == new.name.text:
        return 2
    same = [old.effect is new.effect, old.label.text == new.label.text]
    same += [c.same(old.condition, new.condition)] * 2
    return sum(same) / 4


def _override_text(c: Comparison, override: Override, of_new: bool) -> str:
    text = c.new_text(override.condition) if of_new else c.old_text(override.condition)
    return f"{override.effect.value} {override.label.text} when {text}"


def _changed_override(
    c: Comparison, subject: str, name: str, rating: Rating, old: Override, new: Override
) -> None:
    called = new.name.text
    if old.name.text != called:
        said = f"override {old.name.text} is now called {called}"
        edits = [c.replaced(old.name, new.name)]
        c.add(f"{name}.{called}.name", Kind.RENAMED, subject, said, old.name, new.name, edits)
    if old.effect is not new.effect:
        said = (
            f"override {called}: {new.effect.value} {new.label.text} instead of "
            f"{old.effect.value} {old.label.text}"
        )
        between = Span(old.name.span.end, old.label.span.end)
        head = Edit(between, f" {new.effect.value} {new.label.text}")
        c.add(f"{name}.{called}", Kind.CAP, subject, said, old, new, [head])
    elif old.label.text != new.label.text:
        said = f"override {called}: {_CALLED[new.effect]} {old.label.text} → {new.label.text}"
        direction = label_direction(c.old, old.label.text, new.label.text, rating.type.text)
        edits = [c.replaced(old.label, new.label)]
        c.add(f"{name}.{called}", Kind.CAP, subject, said, old, new, edits, direction)
    found = parts(c, old.condition, new.condition)
    if found:
        c.add(
            f"{name}.{called}.when",
            kind_of(found, Kind.CONDITION),
            subject,
            f"override {called}: {sentence_of(found, 'when')}",
            old,
            new,
            edits_of(found),
            direction_of(c, found),
        )
