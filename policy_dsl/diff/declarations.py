"""What changed in the smaller declarations."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.check.interpretations import written
from policy_dsl.diff.alone import called, declares
from policy_dsl.diff.change import Kind
from policy_dsl.diff.citing import Citing
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.expressions import parts
from policy_dsl.diff.part import note_parts
from policy_dsl.diff.references import declared_readings
from policy_dsl.diff.snippets import deleted
from policy_dsl.meaning.operands import Form
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.header import Header, InForce, Rates, Title
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout, LayoutKey
from policy_dsl.syntax.results import PublishedResult, PublishedResults
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.use import Use
from policy_dsl.syntax.values import ValueDeclaration


def compare_values(
    c: Comparison, citing: Citing, old: ValueDeclaration, new: ValueDeclaration
) -> None:
    """Notes what changed between two editions of a value."""
    name = new.name.text
    found = parts(c, old.expression, new.expression)
    rules = old.expression, new.expression
    note_parts(c, found, name, Kind.VALUE, f"value {name}", f"{name}:", rules)
    citing.declaration(name, old, new)


def compare_sources(c: Comparison, old: Source, new: Source) -> None:
    """Notes what changed in a document or its grade."""
    name = new.name.text
    if old.grade.text != new.grade.text:
        said = f"source {name}: {old.grade.text} → {new.grade.text}"
        edits = [c.replaced(old.grade, new.grade)]
        c.add(f"source.{name}", Kind.SOURCE, "sources", said, old, new, edits)
    was = old.title.text, old.publisher.text if old.publisher is not None else None
    now = new.title.text, new.publisher.text if new.publisher is not None else None
    if was != now:
        before = ", ".join(f'"{text}"' for text in was if text is not None)
        after = ", ".join(f'"{text}"' for text in now if text is not None)
        said = f"source {name}: {after} instead of {before}"
        edits = [Edit(Span(old.title.span.start, old.span.end), after)]
        c.add(f"source.{name}.title", Kind.WORDING, "sources", said, old, new, edits)


def compare_interpretations(
    c: Comparison, citing: Citing, old: Interpretation, new: Interpretation
) -> None:
    """Notes what changed in an open point: how it is read, how else it could be, and why."""
    name = new.name.text
    subject = f"open point {name}"
    was, now = list(map(written, old.readings)), list(map(written, new.readings))
    if _head(c.form(old), 4) != _head(c.form(new, of_new=True), 4):
        if was[0] != now[0]:
            said = f"{name}: read as {now[0]} instead of {was[0]}"
        else:
            come = [f"may also be read as {text}" for text in now if text not in was]
            gone = [f"can no longer be read as {text}" for text in was if text not in now]
            said = f"{name}: {' and '.join([*come, *gone])}"
        one = old.readings[0].span.to(old.readings[-1].span)
        other = new.readings[0].span.to(new.readings[-1].span)
        edits = [Edit(one, c.new.source.text[other.start : other.end])]
        id_ = f"{name}.reading"
        change = c.add(id_, Kind.INTERPRETATION, subject, said, old, new, edits)
        c.note(c.brings, change, declared_readings(new) - declared_readings(old))
        c.note(c.drops, change, declared_readings(old) - declared_readings(new))
    if old.reason.text != new.reason.text:
        said = f'{name}: the reason is now "{new.reason.text}"'
        edits = [c.replaced(old.reason, new.reason)]
        c.add(f"{name}.reason", Kind.WORDING, subject, said, old.reason, new.reason, edits)
    citing.declaration(name, old, new)


def compare_groups(c: Comparison, citing: Citing, old: Group, new: Group) -> None:
    """Notes which members a group has won and lost."""
    name = new.name.text
    was = [word.text for word in old.members]
    now = [c.names.get(word.text, word.text) for word in new.members]
    if sorted(was) != sorted(now):
        come = [f"also {text}" for text in now if text not in was]
        gone = [f"no longer {text}" for text in was if text not in now]
        said = f"{name}: {' and '.join([*come, *gone])}"
        one = old.members[0].span.to(old.members[-1].span)
        edits = [Edit(one, ", ".join(c.snippet(word) for word in new.members))]
        c.add(name, Kind.GROUP, f"group {name}", said, old, new, edits)
    citing.declaration(name, old, new)


def compare_uses(c: Comparison, citing: Citing, old: Use, new: Use) -> None:
    """Notes another version or alias of a policy that is used."""
    if _head(c.form(old), 4) != _head(c.form(new, of_new=True), 4):
        name = new.name.text
        said = f"{c.new_text(new)} instead of {c.old_text(old)}"
        edits = [c.rewritten(old, new)]
        change = c.add(name, Kind.USE, f"policy used {name}", said, old, new, edits)
        c.note(c.ties, change, declares(old) | declares(new))
        return
    citing.declaration(called(new), old, new)


def compare_layouts(c: Comparison, citing: Citing, old: Layout, new: Layout) -> None:
    """Notes what another layout of a published file is read from."""
    if _head(c.form(old), 3) != _head(c.form(new, of_new=True), 3):
        title = new.title.text
        lines = [said for key in LayoutKey if (said := _layout_line(key, old, new))]
        if old.title.text != title:
            lines.insert(0, f'now called "{title}"')
        said = f'the layout "{old.title.text}": {"; ".join(lines)}'
        edits = [c.rewritten(old, new)]
        c.add("layout", Kind.FILES, "files", said, old, new, edits)
        return
    citing.declaration("layout", old, new)


def _layout_line(key: LayoutKey, old: Layout, new: Layout) -> str:
    """What changed in one line of a layout: ``period in day instead of quarter``."""
    was, now = (_quoted(layout.words(key)) for layout in (old, new))
    if key is LayoutKey.ORGANISATION_IN or len(was) == len(now) == 1:
        instead = f"{key.value} {', '.join(now)} instead of {', '.join(was)}"
        return instead if was != now else ""
    come = [f"also {word}" for word in now if word not in was]
    gone = [f"no longer {word}" for word in was if word not in now]
    return f"{key.value}: {', '.join([*come, *gone])}" if come or gone else ""


def _quoted(words: Sequence[str]) -> list[str]:
    return [word if word.isidentifier() else f'"{word}"' for word in words]


def _head(form: Form, length: int) -> Form:
    """The first parts of a declaration's form, which leave out its citations."""
    assert isinstance(form, tuple)
    return form[:length]


# ---- what the regulator published, and the header ------------------------------------------------


def compare_published(
    c: Comparison,
    old: dict[str, tuple[PublishedResults, PublishedResult]],
    new: dict[str, tuple[PublishedResults, PublishedResult]],
) -> None:
    """Notes what changed in the results that are to be reproduced, by the name they have here."""
    for name, (block, result) in new.items():
        one = old.get(c.names.get(name, name))
        if one is None:
            said = f"{name} is compared with what is published as {result.published.text}"
            cites = " ".join(c.new_text(item) for item in block.citations)
            text = f"published results {cites}".strip() + f"\n    {c.snippet(result)}"
            edits = [c.at_end(text)]
            c.add(f"{name}.published", Kind.FILES, "files", said, None, result, edits)
        elif not c.same(one[1], result):
            said = f"{name}: compared with {c.new_text(result)} instead of {c.old_text(one[1])}"
            edits = [c.replaced(one[1], result)]
            c.add(f"{name}.published", Kind.FILES, "files", said, one[1], result, edits)
    for name, (_, result) in old.items():
        if name not in {c.names.get(other, other) for other in new}:
            said = f"{name} is no longer compared with what is published"
            edits = [deleted(c.old.source, result)]
            c.add(f"{name}.published", Kind.FILES, "files", said, result, None, edits)


def compare_headers(c: Comparison, old: Header, new: Header) -> None:
    """Notes another version, another title, other dates, and who else is rated."""
    _compare_name(c, old, new)
    was, now = old.first(InForce), new.first(InForce)
    assert was is not None
    assert now is not None
    said = []
    edits = []
    if old.version.text != new.version.text:
        said.append(f"version {new.version.text} instead of {old.version.text}")
        edits.append(c.replaced(old.version, new.version))
    if not c.same(was, now):
        said.append(f"{c.new_text(now)} instead of {c.old_text(was).removeprefix('in force ')}")
        edits.append(c.replaced(was, now))
    if said:
        sentence = ", ".join(said)
        change = c.add("edition", Kind.HEADER, "header", sentence, was, now, edits)
        # The dates say which edition of a policy that is used can decide.
        c.note(c.brings, change, c.new.used)
    title, other = old.first(Title), new.first(Title)
    if not c.same(title, other):
        assert title is not None
        assert other is not None
        sentence = f"the title is {c.new_text(other)[6:]} instead of {c.old_text(title)[6:]}"
        c.add("title", Kind.WORDING, "header", sentence, title, other, [c.replaced(title, other)])
    _compare_rates(c, old, new)


def _compare_name(c: Comparison, old: Header, new: Header) -> None:
    if old.name.text != new.name.text:
        said = f"the policy is called {new.name.text} instead of {old.name.text}"
        edits = [c.replaced(old.name, new.name)]
        c.add("name", Kind.HEADER, "header", said, old.name, new.name, edits)


def _compare_rates(c: Comparison, old: Header, new: Header) -> None:
    was, now = old.first(Rates), new.first(Rates)
    if c.same(was, now):
        return
    assert isinstance(was, Rates)
    assert isinstance(now, Rates)
    before, after = [w.text for w in was.kinds], [w.text for w in now.kinds]
    come = [kind for kind in after if kind not in before]
    gone = [kind for kind in before if kind not in after]
    said = [f"also rates {', '.join(come)}"] * bool(come)
    said += [f"no longer rates {', '.join(gone)}"] * bool(gone)
    if was.each.word != now.each.word:
        said.append(f"rates {c.new_text(now.each)} instead of {c.old_text(was.each)}")
    change = c.add(
        "rates", Kind.HEADER, "header", ", ".join(said), was, now, [c.replaced(was, now)]
    )
    c.note(c.brings, change, {f"kind {kind}" for kind in come})
    c.note(c.drops, change, {f"kind {kind}" for kind in gone})
