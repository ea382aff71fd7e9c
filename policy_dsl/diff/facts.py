"""What changed in the vocabulary: facts, judgements, national figures, and lists of records."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.diff.change import Kind
from policy_dsl.diff.citing import Citing, cited_text
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.snippets import deleted, one_line
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.records import RecordDeclaration


def compare_facts(c: Comparison, old: tuple[Facts, Fact], new: tuple[Facts, Fact]) -> None:
    """Notes what changed between two editions of a fact."""
    (was_in, was), (now_in, now) = old, new
    name = now.name.text
    subject = f"fact {name}"
    if not c.same(was.type, now.type):
        said = f"{name}: {c.new_text(now.type)} instead of {c.old_text(was.type)}"
        edits = [c.replaced(was.type, now.type)]
        change = c.add(f"{name}.type", Kind.FACT, subject, said, was, now, edits)
        c.note(c.ties, change, {was.name.text, name})
    before, after = _grid(c, was, False), _grid(c, now, True)
    if (c.form(was.places), c.form(was.low), c.form(was.high)) != (
        c.form(now.places, True),
        c.form(now.low, True),
        c.form(now.high, True),
    ):
        said = f"{name}: {after or 'any figure'} instead of {before or 'any figure'}"
        between = Span(was.type.span.end, was.label.span.start)
        edits = [Edit(between, f" {after} " if after else " ")]
        c.add(f"{name}.range", Kind.FACT, subject, said, was, now, edits, None, before, after)
    if was.label.text != now.label.text:
        said = f"{name}: worded {c.new_text(now.label)} instead of {c.old_text(was.label)}"
        edits = [c.replaced(was.label, now.label)]
        c.add(f"{name}.label", Kind.WORDING, subject, said, was, now, edits)
    _compare_identifier(c, subject, was, now)
    _compare_former_names(c, subject, was, now)
    if _block(was_in) != _block(now_in):
        said = f"{name}: {_kind_text(now_in)} instead of {_kind_text(was_in)}"
        edits = [deleted(c.old.source, was), c.at_end(_alone(c, now_in, now))]
        c.add(f"{name}.asked", Kind.FACT, subject, said, was, now, edits)


def _compare_identifier(c: Comparison, subject: str, was: Fact, now: Fact) -> None:
    before = was.published.text if was.published is not None else None
    after = now.published.text if now.published is not None else None
    if before == after:
        return
    name = now.name.text
    said = f"{name}: published as {after or 'nothing'} instead of {before or 'nothing'}"
    end = was.published.span.end if was.published is not None else was.label.span.end
    text = f" from {c.new_text(now.published)}" if now.published is not None else ""
    edits = [Edit(Span(was.label.span.end, end), text)]
    c.add(f"{name}.from", Kind.FILES, subject, said, was, now, edits)


def _compare_former_names(c: Comparison, subject: str, was: Fact, now: Fact) -> None:
    before = sorted(word.text for word in was.former_names)
    after = sorted(word.text for word in now.former_names)
    if before == after:
        return
    name = now.name.text
    said = (
        f"{name}: facts files may call it {' or '.join(after)}"
        if after
        else (f"{name}: facts files may no longer call it {' or '.join(before)}")
    )
    start = (was.published or was.label).span.end
    end = was.former_names[-1].span.end if was.former_names else start
    text = f" formerly {', '.join(after)}" if after else ""
    edits = [Edit(Span(start, end), text)]
    change = c.add(f"{name}.formerly", Kind.FILES, subject, said, was, now, edits)
    if was.name.text != name:  # a name that is still in use cannot be a former one
        c.needs_also(change, f"{name}.name")


def added_fact(c: Comparison, block: Facts, fact: Fact) -> None:
    """Notes a fact that only the new edition asks for."""
    name = fact.name.text
    said = f"new {_noun(block)} {name}: {c.new_text(fact.label)} ({c.new_text(fact.type)})"
    edits = [c.at_end(_alone(c, block, fact))]
    change = c.add(name, Kind.FACT, f"fact {name}", said, None, fact, edits)
    c.note(c.brings, change, {name})


def dropped_fact(c: Comparison, block: Facts, fact: Fact, also: Sequence[Edit]) -> None:
    """Notes a fact that the new edition asks for no more, with what else is then to be edited."""
    name = fact.name.text
    said = f"{_noun(block)} {name} is no longer asked for: {c.old_text(fact.label)}"
    places = [fact, *(block.citations if also else ())]
    change = c.add(
        name, Kind.FACT, f"fact {name}", said, places, None, [deleted(c.old.source, fact), *also]
    )
    c.note(c.drops, change, {name})


def compare_records(
    c: Comparison, citing: Citing, old: RecordDeclaration, new: RecordDeclaration
) -> None:
    """Notes what changed between two editions of a record."""
    name = new.name.text
    before = {item.name.text: item for item in old.fields}
    after = {item.name.text: item for item in new.fields}
    said = []
    for field in after:
        one = before.get(field)
        if one is None:
            said.append(f"also has {field} ({c.new_text(after[field].type)})")
        elif c.old_text(one) != c.new_text(after[field]) and not c.same(one, after[field]):
            said.append(f"has {c.new_text(after[field])} instead of {c.old_text(one)}")
    said += [f"no longer has {field}" for field in before if field not in after]
    if said:
        sentence = f"{name}: each {' and '.join(said)}"
        edits = [c.rewritten(old, new)]
        change = c.add(name, Kind.RECORD, f"record {name}", sentence, old, new, edits)
        c.note(c.ties, change, {old.name.text, name})
    else:
        citing.declaration(name, old, new)


def _grid(c: Comparison, fact: Fact, of_new: bool) -> str:
    text = c.new_text if of_new else c.old_text
    parts = []
    if fact.places is not None:
        places = text(fact.places)
        parts.append(f"to {places} place{'' if places == '1' else 's'}")
    if fact.low is not None and fact.high is not None:
        parts.append(f"from {text(fact.low)} to {text(fact.high)}")
    return " ".join(parts)


def _block(block: Facts) -> tuple[object, ...]:
    return (
        block.national,
        block.body.text if block.body is not None else None,
        block.each.word if block.each is not None else None,
        block.supplied_in.text if block.supplied_in is not None else None,
    )


def _noun(block: Facts) -> str:
    if block.body is not None:
        return "judgement"
    return "national figure" if block.national else "fact"


def _kind_text(block: Facts) -> str:
    if block.body is not None:
        return f"a judgement by {block.body.text}"
    each = f"each {block.each.word}" if block.each is not None and block.each.word != "date" else ""
    supplied = f", supplied in {block.supplied_in.text}" if block.supplied_in is not None else ""
    noun = "a national figure" if block.national else "a fact"
    return f"{noun} {each}".strip() + supplied


def _alone(c: Comparison, block: Facts, fact: Fact) -> str:
    """A fact in a block of its own."""
    head = c.new.source.text[block.span.start : block.facts[0].span.start]
    head = one_line(head)
    if block.citations:
        head = one_line(c.new.source.text[block.span.start : block.citations[0].span.start])
        head += f" {cited_text(c.new, fact)}" if not fact.citations else ""
    return f"{head}\n    {c.snippet(fact)}"
