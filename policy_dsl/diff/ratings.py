"""What changed in a rating: its start, its cases, its over-riding rules."""

from __future__ import annotations

from policy_dsl.diff.cases import compare_cases
from policy_dsl.diff.change import Kind
from policy_dsl.diff.citing import Citing
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.direction import (
    effect_direction,
    label_direction,
    override_effect,
)
from policy_dsl.diff.expressions import parts
from policy_dsl.diff.part import note_parts
from policy_dsl.diff.scales import scale_sentence
from policy_dsl.diff.sequences import matched
from policy_dsl.diff.snippets import added_after, added_before, deleted
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import AppliesTo, Effect, Override, Rating

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
        starts = old.start, new.start
        note_parts(
            c, found, f"{name}.start", Kind.START, subject, f"{name}:", starts, "starts with"
        )
    elif structural and (old.start is None) != (new.start is None):
        was, now = ("cases", "a start") if old.start is None else ("a start", "cases")
        lines = [line for line in old.lines if not isinstance(line, AppliesTo | Override)]
        others = [line for line in new.lines if not isinstance(line, AppliesTo | Override)]
        said = f"{name}: decided by {now} instead of {was}"
        c.add(f"{name}.start", Kind.START, subject, said, lines, others)
    if old.start is None and new.start is None:
        rules += compare_cases(c, subject, old, new)
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
        direction = None
        if old.label.text == new.label.text:
            direction = effect_direction(c.old, old, new.effect)
        c.add(f"{name}.{called}", Kind.CAP, subject, said, old, new, [head], direction)
    elif old.label.text != new.label.text:
        said = f"override {called}: {_CALLED[new.effect]} {old.label.text} → {new.label.text}"
        direction = label_direction(c.old, old.label.text, new.label.text, rating.type.text)
        edits = [c.replaced(old.label, new.label)]
        c.add(f"{name}.{called}", Kind.CAP, subject, said, old, new, edits, direction)
    found = parts(c, old.condition, new.condition)
    id_, about = f"{name}.{called}.when", f"override {called}:"
    note_parts(c, found, id_, Kind.CONDITION, subject, about, (old, new), "when")
