"""Facts as a document, the same in JSON and YAML:

source: Board papers of the trust           what the figures come from, and how far they can
grade: derived                              be trusted; both may be left out
policy: nhs.oversight_framework             may be left out
records:
  - organisation: RXG
    name: South West Yorkshire Partnership  may be left out, as may `kind`
    period: Q1 2025/26
    facts: {plan: 2, OF5004: yes}           by name or published identifier
    published: {OF5002: 2.31}               the regulator's own results; may be left out

A judgement may also say whose it is, as judgements.py shows.

national:
  - period: Q1 2025/26
    facts: {segment_1_up_to: 2.05}

A judgement may also say whose it is, as judgements.py shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from policy_dsl.facts.files import Unreadable
from policy_dsl.facts.gather import Place, Slot
from policy_dsl.facts.judgements import NOT_JUDGED, judged_by, judgement_of
from policy_dsl.facts.lists import field_entries, list_fact, unknown_field
from policy_dsl.facts.reading import Reading
from policy_dsl.facts.records import Fact, ItemFacts, Organisation, Origin
from policy_dsl.facts.typed import NOT_A_LIST, Mistake, clean, quoted
from policy_dsl.source import did_you_mean, printable
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period
from policy_dsl.values.types import ListOf

#: The deepest that lists and mappings may lie in each other; a document of facts needs four.
DEEPEST = 20
NOT_SINGLE = Mistake("fact-type", "is not a single value", "write one value on its line")


@frozen
class Scalar:
    """A single value as its text; None where the document says that there is none (null)."""

    text: str | None
    line: int


@frozen
class Listing:
    """A list."""

    items: tuple[Node, ...]
    line: int


@frozen
class Mapping:
    """Keys and their values; no key stands twice."""

    items: dict[str, Node]
    line: int


Node = Scalar | Listing | Mapping

_TOP = ("source", "grade", "policy", "records", "national")
_RECORD = ("organisation", "name", "kind", "period", "facts", "published")
_NATIONAL = ("period", "facts")


def too_deep(line: int) -> Unreadable:
    """What to say of nesting without end."""
    return Unreadable(
        "facts-too-deep",
        line,
        f"lists and mappings lie more than {DEEPEST} deep",
        "a file of facts has `records`, each with `facts`, and no more",
    )


def duplicate_key(key: str, line: int) -> Unreadable:
    """What to say of a key that stands twice in a mapping."""
    return Unreadable(
        "facts-duplicate-key", line, f"the key {quoted(key)} stands twice", "leave one of them out"
    )


def read_document(reading: Reading, root: Node) -> None:
    """Reads a document into the gathering."""
    if not isinstance(root, Mapping):
        _shape(
            reading, root, "the document is not a mapping", "write `records:` and below it a list"
        )
        return
    _known_keys(reading, root, _TOP, "the document")
    _about(reading, root)
    any_item = False
    for item in _mappings(reading, root, "records"):
        any_item = True
        _record(reading, item)
    for item in _mappings(reading, root, "national"):
        any_item = True
        _national(reading, item)
    if not any_item and not reading.mistakes:
        reading.error(
            "facts-empty",
            0,
            "the file holds neither records nor national figures",
            "write `records:` and below it a list",
        )


def _shape(reading: Reading, node: Node, message: str, help: str) -> None:
    reading.error("facts-shape", node.line, message, help)


def _known_keys(reading: Reading, node: Mapping, known: tuple[str, ...], what: str) -> None:
    for key, value in node.items.items():
        if key not in known:
            help = did_you_mean(key, known) or f"its keys are {', '.join(known)}"
            _shape(reading, value, f"{what} has no key {quoted(key)}", help)


def _about(reading: Reading, root: Mapping) -> None:
    """What the file says of itself."""
    reading.source = _text(reading, root, "source")
    grade = _text(reading, root, "grade")
    if grade:
        names = [item.value for item in Grade]
        if grade in names:
            reading.grade = Grade(grade)
        else:
            help = did_you_mean(grade, names) or f"the grades are {', '.join(names)}"
            _shape(reading, root.items["grade"], f"{quoted(grade)} is no grade", help)
    policy = _text(reading, root, "policy")
    own = reading.vocabulary.policy
    # An edition may stand behind the name: facts outlive editions, so it is no matter here.
    if policy and policy.partition("@")[0] != own.partition("@")[0]:
        reading.error(
            "facts-policy",
            root.items["policy"].line,
            f"these are facts for the policy {quoted(policy)}, not `{printable(own)}`",
            "ask the policy they are for, or mend the line `policy`",
        )


def _text(reading: Reading, node: Mapping, key: str, needed: bool = False) -> str:
    """The text of a key; empty where there is none, after saying so if it is needed."""
    value = node.items.get(key)
    if value is None or (isinstance(value, Scalar) and not clean(value.text or "")):
        if needed:
            _shape(reading, value or node, f"`{key}` is missing", f"add `{key}`")
        return ""
    if isinstance(value, Scalar):
        return clean(value.text or "")
    _shape(reading, value, f"`{key}` is not a text", "write it on one line")
    return ""


def _mappings(reading: Reading, root: Mapping, key: str) -> Iterator[Mapping]:
    node = root.items.get(key)
    if node is None or (isinstance(node, Scalar) and not node.text):
        return
    if not isinstance(node, Listing):
        _shape(
            reading,
            node,
            f"`{key}` is not a list",
            "begin each item with a dash in YAML, or put the items between [ and ] in JSON",
        )
        return
    for item in node.items:
        if isinstance(item, Mapping):
            yield item
        else:
            _shape(reading, item, f"an item of `{key}` is not a mapping", "write `name: value`")


def _record(reading: Reading, node: Mapping) -> None:
    reading.gathering.count_row()
    _known_keys(reading, node, _RECORD, "a record")
    code = _text(reading, node, "organisation", needed=True)
    organisation = Organisation(code, _text(reading, node, "name"), _text(reading, node, "kind"))
    period = _period(reading, node)
    place = reading.place(organisation, period, node.line) if code else Place(organisation)
    _facts(reading, node, "facts", place, needed=True)
    _facts(reading, node, "published", place)


def _national(reading: Reading, node: Mapping) -> None:
    reading.gathering.count_row()
    _known_keys(reading, node, _NATIONAL, "an item of `national`")
    place = reading.national_place(_period(reading, node))
    _facts(reading, node, "facts", place, needed=True)


def _period(reading: Reading, node: Mapping) -> Period | None:
    value = node.items.get("period", node)
    if isinstance(value, Scalar):
        return reading.period(value.text or "", value.line)
    if value is node:
        return reading.period("", node.line)
    _shape(reading, value, "`period` is not a text", "write it on one line")
    return None


def _facts(reading: Reading, node: Mapping, key: str, place: Place, needed: bool = False) -> None:
    facts = node.items.get(key)
    if facts is None:
        if needed:
            _shape(reading, node, f"`{key}` is missing", f"add `{key}`")
        return
    if isinstance(facts, Scalar) and not facts.text:
        return
    if not isinstance(facts, Mapping):
        _shape(reading, facts, f"`{key}` is not a mapping", "write `name: value` for each fact")
        return
    meaning = reading.slots if key == "facts" else reading.result_slots
    for word, value in facts.items.items():
        slots = meaning(clean(word))
        if slots:
            _fact(reading, word, value, slots, place)
        else:
            reading.unknown_identifier(word, value.line)


def _fact(reading: Reading, word: str, value: Node, slots: tuple[Slot, ...], place: Place) -> None:
    if isinstance(value, Mapping) and any(judged_by(slot.entry) for slot in slots):
        _judged(reading, word, value, slots, place)
        return
    if isinstance(value, Listing) and any(isinstance(slot.entry.type, ListOf) for slot in slots):
        if place.organisation is not None or not reading.is_nobodys(slots, value.line):
            for slot in slots:
                _list(reading, value, slot, place)
        return
    if not isinstance(value, Scalar):
        judged = isinstance(value, Mapping) and "value" in value.items
        mistake = NOT_JUDGED if judged else NOT_SINGLE
        reading.error(mistake.code, value.line, f"{quoted(word)} {mistake.reason}", mistake.help)
        return
    if place.organisation is None and reading.is_nobodys(slots, value.line):
        return
    text = (value.text or "").strip()
    if text:
        origin = Origin(reading.file, value.line)
        for slot in slots:
            reading.put(slot, text, place, origin)


def _list(reading: Reading, node: Listing, slot: Slot, place: Place) -> None:
    """A list of records, each a mapping of its fields."""
    fields = field_entries(slot.entry)
    if fields is None:
        reading.wrong(slot.entry, node.line, NOT_SINGLE)
        return
    records = []
    for item in node.items:
        if not isinstance(item, Mapping):
            reading.wrong(slot.entry, item.line, NOT_A_LIST)
            continue
        found: dict[str, Fact] = {}
        for key, value in item.items.items():
            field = fields.get(clean(key))
            if field is None:
                reading.wrong(slot.entry, value.line, unknown_field(slot.entry, clean(key)))
            elif not isinstance(value, Scalar):
                reading.wrong(field, value.line, NOT_SINGLE)
            elif (value.text or "").strip():
                fact = reading.fact(Slot(field), value.text or "", value.line)
                if fact is not None:
                    found[field.label] = fact
        records.append(ItemFacts(Origin(reading.file, item.line), found))
    fact = list_fact(slot.entry, records, Origin(reading.file, node.line))
    reading.settle(slot.entry, evolve(fact, grade=reading.grade, source=reading.source), place)


def _judged(
    reading: Reading, word: str, node: Mapping, slots: tuple[Slot, ...], place: Place
) -> None:
    """A judgement with who, when and why."""
    given: dict[str, object] = {}
    for key, item in node.items.items():
        if not isinstance(item, Scalar):
            reading.error(
                "fact-judgement",
                item.line,
                f"`{key}` of {quoted(word)} is not a text",
                "write it on one line",
            )
            return
        given[key] = item.text
    value = node.items.get("value")
    text = (value.text or "").strip() if isinstance(value, Scalar) else ""
    if value is None or not text:
        reading.error("fact-judgement", node.line, f"{quoted(word)} has no `value`", "add `value`")
        return
    for slot in slots:
        judgement = judgement_of(slot.entry, given) if judged_by(slot.entry) else None
        if isinstance(judgement, Mistake):
            line = min(item.line for item in node.items.values())
            reading.error(
                judgement.code, line, f"`{slot.entry.name}` {judgement.reason}", judgement.help
            )
        else:
            reading.put(slot, text, place, Origin(reading.file, value.line), judgement)
