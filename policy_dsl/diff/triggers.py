"""What changed in a trigger: when, what then, who leads it and by when."""

from __future__ import annotations

from policy_dsl.diff.change import Kind
from policy_dsl.diff.citing import Citing
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.expressions import alike, parts
from policy_dsl.diff.part import edits_of, kind_of, sentence_of
from policy_dsl.diff.ratings import compare_applies_to
from policy_dsl.diff.sequences import matched
from policy_dsl.diff.snippets import added_after, added_before, deleted
from policy_dsl.diff.together import asked, tell_that_they_are_the_same
from policy_dsl.source import Edit
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.triggers import Due, LedBy, Trigger, TriggerThen, TriggerWhen


def compare_triggers(c: Comparison, citing: Citing, old: Trigger, new: Trigger) -> None:
    """Notes what changed between two editions of a trigger."""
    name = new.name.text
    subject = f"trigger {name}"
    compare_applies_to(c, subject, name, old, new, old.applies_to, new.applies_to)
    start = len(c.changes)
    pairs = matched(
        old.conditions, new.conditions, lambda one, other: _likeness(c, one, other), 0.5
    )
    ones, others = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    for one, other in pairs:
        found = parts(c, one.condition, other.condition)
        if found:
            said = f"{name}: {sentence_of(found, 'when')}"
            kind = kind_of(found, Kind.TRIGGER)
            c.add(f"{name}.when", kind, subject, said, one, other, edits_of(found))
    for line in new.conditions:
        if id(line) not in others:
            said = f"{name}: also when {c.new_text(line.condition)}"
            edits = [added_after(c.old.source, old.conditions[-1], c.snippet(line))]
            c.add(f"{name}.when", Kind.TRIGGER, subject, said, None, line, edits)
    for line in old.conditions:
        if id(line) not in ones:
            said = f"{name}: no longer when {c.old_text(line.condition)}"
            edits = [deleted(c.old.source, line)]
            c.add(f"{name}.when", Kind.TRIGGER, subject, said, line, None, edits)
    conditions = [[line.condition for line in trigger.conditions] for trigger in (old, new)]
    if asked(c, conditions[0], False) == asked(c, conditions[1], True):
        tell_that_they_are_the_same(c, start)
    _compare_line(c, subject, old, _line(old, TriggerThen), _line(new, TriggerThen), name)
    _compare_line(c, subject, old, _line(old, LedBy), _line(new, LedBy), name)
    _compare_line(c, subject, old, _line(old, Due), _line(new, Due), name)
    rules: list[tuple[str, Node, Node]] = [(name, one, other) for one, other in pairs]
    citing.declaration(name, old, new, rules)


def _likeness(c: Comparison, old: TriggerWhen, new: TriggerWhen) -> float:
    return alike(c, old.condition, new.condition)


def _line(trigger: Trigger, kind: type[Node]) -> Node | None:
    return next((line for line in trigger.lines if isinstance(line, kind)), None)


def _compare_line(
    c: Comparison, subject: str, old: Trigger, was: Node | None, now: Node | None, name: str
) -> None:
    if c.same(was, now):
        return
    part = {TriggerThen: "then", LedBy: "led_by", Due: "due"}[type(was or now)]
    edits: list[Edit]
    if was is not None and now is not None:
        said = f"{name}: {c.new_text(now)} instead of {_rest(c.old_text(was))}"
        edits = [c.replaced(was, now)]
    elif was is not None:
        said = f"{name}: no longer {c.old_text(was)}"
        edits = [deleted(c.old.source, was)]
    else:
        assert now is not None
        said = f"{name}: also {c.new_text(now)}"
        edits = [added_before(c.old.source, old.lines[0], c.snippet(now))]
    c.add(f"{name}.{part}", Kind.TRIGGER, subject, said, was, now, edits)


def _rest(line: str) -> str:
    """A line without the word that it begins with."""
    for word in ("then ", "led by ", "due "):
        line = line.removeprefix(word)
    return line
