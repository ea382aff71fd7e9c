"""What the checker holds while it reads one policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import Factory, define

from policy_dsl.check.items import Card, ItemPart
from policy_dsl.check.policy import Meaning, Named, Policy, Result
from policy_dsl.check.used import Used
from policy_dsl.facts.vocabulary import FactEntry, FileLayout
from policy_dsl.source import Diagnostic, Label, Span, did_you_mean, error, nearest, warning
from policy_dsl.syntax.expressions import Name
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Word
from policy_dsl.syntax.parse import PolicyFile
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.reserved import is_reserved
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.tables import EqualsTest, TestsCell
from policy_dsl.values.periods import PeriodKind
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.scales import Label as ScaleLabel
from policy_dsl.values.types import BUILT_IN, RecordType, Type

#: Looking for the nearest name takes time; after so many mistakes nobody waits for a hint.
_MOST_HINTS = 100
#: What the language has for names that are not declared and that everybody knows, by the code.
_KNOWN = {
    "unknown-type": {
        **dict.fromkeys(("bool", "boolean"), "`yes_or_no`"),
        **dict.fromkeys(("int", "integer"), "`count`"),
        **dict.fromkeys(("float", "decimal", "ratio"), "`number`"),
        **dict.fromkeys(("str", "string"), "`text`"),
        **dict.fromkeys(("currency", "pounds"), "`money`"),
    },
    "unknown-name": {
        **dict.fromkeys(("else", "default"), "`otherwise`"),
        **dict.fromkeys(("null", "none"), "`nothing`"),
        **dict.fromkeys(
            ("lower", "below", "less", "under"), "`or worse` or `or better` of a label"
        ),
        **dict.fromkeys(
            ("higher", "above", "more", "over"), "`or better` or `or worse` of a label"
        ),
        "true": "`yes`",
        "false": "`no`",
    },
}
_DECLARE = "declare it, or write the name of something that is declared"


@define(eq=False)
class Context:
    """Filled by one construct after another; frozen into a Policy at the end."""

    file: PolicyFile
    like: Policy | None = None  # whose scales are taken over where the declaration is the same
    period: PeriodKind | None = None  # what the policy rates, and whom; as far as its header says
    kinds: tuple[str, ...] = ()
    diagnostics: list[Diagnostic] = Factory(list)
    places: dict[str, Span] = Factory(dict)  # where each name is declared
    scales: dict[str, Scale | Choice] = Factory(dict)
    sources: dict[str, Source] = Factory(dict)
    named: dict[str, Named] = Factory(dict)
    results: list[Result] = Factory(list)
    types: dict[Node, Type] = Factory(dict)
    meanings: dict[Node, Meaning] = Factory(dict)
    citations: dict[Node, tuple[Citation, ...]] = Factory(dict)
    records: dict[str, RecordType] = Factory(dict)
    declarations: dict[RecordType, RecordDeclaration] = Factory(dict)
    cards: dict[Scorecard, Card] = Factory(dict)
    parts: dict[Node, dict[str, Type]] = Factory(dict)  # of a scorecard's rows, a list's records
    item: dict[str, ItemPart] = Factory(dict)  # the names of the item within `where`
    used: dict[str, Used] = Factory(dict)  # other policies by their alias
    borrowed: dict[str, FactEntry] = Factory(dict)  # the facts taken over from them
    homes: dict[Node, Policy] = Factory(dict)  # where those are declared
    layouts: list[FileLayout] = Factory(list)  # theirs
    lost_use: bool = False  # whether a policy that is used could not be had
    _labels: frozenset[str] | None = None

    def made_before(self, item: Node) -> Scale | Choice | None:
        """The scale that the policy of which this is a variant has of the same declaration."""
        type_ = None if self.like is None else self.like.types.get(item)
        return type_ if isinstance(type_, Scale | Choice) else None

    def error(
        self, code: str, message: str, node: Node, help: str | None = None, label: str = ""
    ) -> None:
        """Reports a mistake at a node."""
        self.diagnostics.append(error(code, message, self.file.source, node.span, help, label))

    def warn(self, code: str, message: str, node: Node, help: str | None = None) -> None:
        """Reports something that is allowed but unlikely to be meant."""
        self.diagnostics.append(warning(code, message, self.file.source, node.span, help))

    def declare(self, word: Word) -> bool:
        """Takes a name for a declaration; False, with a mistake reported, if it cannot be had."""
        name = word.text
        self.check_word(word)
        first = self.places.get(name)
        if first is not None:
            self.diagnostics.append(
                error(
                    "duplicate-name",
                    f"`{name}` is declared twice",
                    self.file.source,
                    word.span,
                    "give one of them another name",
                    "declared again here",
                    [Label(first, "first declared here")],
                )
            )
            return False
        self.places[name] = word.span
        return True

    def check_word(self, word: Word | LabelName) -> None:
        """Reports a word of the language where an author's own name is wanted."""
        if word.text in BUILT_IN and isinstance(word, Word):
            what = "a type"
        elif is_reserved(word.text):
            what = "a word"
        else:
            return
        self.error(
            "reserved-word", f"`{word.text}` is {what} of the language", word, "choose another name"
        )

    def cite(self, node: Node, own: tuple[Citation, ...], above: Node | None = None) -> None:
        """Notes the citations of a rule: its own, or else those of the rule above it."""
        for citation in own:
            if citation.source in self.sources:
                continue
            if citation.source.rstrip(",;") in self.sources:
                self.error(
                    "unknown-source",
                    f"there is no source named `{citation.source}`",
                    citation,
                    "cite each source in brackets of its own: `[ONE] [OTHER]`",
                )
            else:
                self.unknown("unknown-source", "source", citation.source, citation, self.sources)
        known = tuple(citation for citation in own if citation.source in self.sources)
        self.citations[node] = known if own else self.citations.get(above, ()) if above else ()

    def unknown(self, code: str, what: str, name: str, node: Node, candidates: object) -> None:
        """Reports a name that stands for nothing, unless its declaration could not be read."""
        if name in self.file.broken or self.lost_use:
            return
        names = list(candidates)  # type: ignore[call-overload]  # any iterable of names
        help: str | None = _DECLARE
        if len(self.diagnostics) < _MOST_HINTS:
            help = _said_otherwise(code, name) or did_you_mean(name, names)
            help = help or _choices(names) or _DECLARE
        self.error(code, f"there is no {what} named `{name}`", node, help)

    def type_named(self, word: Word) -> Type | None:
        """The type of a name after a colon or in a fact; None with a mistake reported."""
        found = BUILT_IN.get(word.text) or self.scales.get(word.text)
        record = word.text if word.text in self.records else nearest(word.text, self.records)
        if found is None and record is not None and word.text not in self.file.broken:
            self.error(
                "unknown-type",
                f"there is no type, scale or choice named `{word.text}`",
                word,
                f"of records, write `list of {record}`",
            )
        elif found is None:
            self.unknown(
                "unknown-type", "type, scale or choice", word.text, word, [*self.scales, *BUILT_IN]
            )
        return found

    def is_label(self, text: str) -> bool:
        """Whether a word is a label of anything: of a scale or choice, a reading, an attribute.

        Not to be asked before every scale is known.
        """
        if self._labels is None:
            self._labels = frozenset(self._every_label())
        return text in self._labels

    def _every_label(self) -> Iterator[str]:
        for scale in self.scales.values():
            yield from (label.name for label in scale.labels)
        for item in self.file.declarations:
            if isinstance(item, Interpretation):
                yield from (word.text for word in item.readings if isinstance(word, Name))
            elif isinstance(item, Scorecard):
                on = self.scales.get(item.type.text)
                attributes = [
                    place
                    for place, column in enumerate(item.head.columns)
                    if column.text not in ("measure", "weight", "applies_to")
                    and (on is None or on.label(column.text) is None)
                ]
                for row in item.rows:
                    for place in attributes:
                        match row.cells[place : place + 1]:
                            case (TestsCell(tests=(EqualsTest(value=Name() as word),)),):
                                yield word.text

    def label(
        self, written: LabelName | Node, text: str, scale: Type, others: Iterable[str] = ()
    ) -> ScaleLabel | None:
        """The label of a scale that a policy writes; None with a mistake reported.

        ``others`` are names that could also stand there.
        """
        if not isinstance(scale, Scale | Choice):
            return None
        found = scale.label(text)
        if found is None and others and text in self.file.broken:
            return None  # its declaration could not be read
        if found is None:
            names = [label.name for label in scale.labels]
            kind = "scale" if isinstance(scale, Scale) else "choice"
            self.error(
                "unknown-label",
                f"`{text}` is not a label of the {kind} `{scale.name}`",
                written,
                did_you_mean(text, [*names, *others]) or f"its labels are {', '.join(names)}",
            )
            return None
        self.meanings[written] = found
        return found


def _said_otherwise(code: str, name: str) -> str | None:
    found = _KNOWN.get(code, {}).get(name.lower())
    return None if found is None else f"write {found}"


def _choices(names: list[str]) -> str | None:
    return f"there are: {', '.join(sorted(names))}" if 0 < len(names) <= 8 else None
