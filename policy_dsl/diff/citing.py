"""Sources: what a rule rests on, gathered so that one change of a source is one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from attrs import define, field

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Kind
from policy_dsl.diff.comparing import Comparison
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.nodes import Citation, Node, Word
from policy_dsl.syntax.ratings import Case, Override, Rating, StartWith
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.tables import Row, Table
from policy_dsl.syntax.triggers import Trigger, TriggerWhen
from policy_dsl.syntax.use import Use
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.grades import Grade

#: More names than this in one sentence help nobody.
_MOST_NAMED = 4


@define(eq=False)
class _Resourced:
    """The rules of which the source changed in one and the same way."""

    names: list[str] = field(factory=list)
    olds: list[Node] = field(factory=list)
    news: list[Node] = field(factory=list)
    edits: list[Edit] = field(factory=list)


@define(eq=False)
class Citing:
    """Gathers what rests on another source."""

    c: Comparison
    _found: dict[tuple[str, str], _Resourced] = field(factory=dict)

    def declaration(
        self,
        name: str,
        old: Node,
        new: Node,
        rules: Sequence[tuple[str, Node, Node]] = (),
    ) -> None:
        """Compares the sources of a declaration and of its rules that are in both editions."""
        c = self.c
        head_changed = not self._same(old, new)
        if head_changed:
            found = self._note(name, old, new)
            found.edits.extend(_set(c.old, old, _written(c.new, new)))
        for rule, one, other in rules:
            self._rule(rule, one, other, (old, new) if head_changed else None)

    def _rule(self, name: str, old: Node, new: Node, heads: tuple[Node, Node] | None) -> None:
        c = self.c
        own = _own(old)
        if self._same(old, new):
            if heads is not None and not own and _written(c.new, new) != _written(c.new, heads[1]):
                # It keeps the source that it had from the head, so it must say so from now on.
                head = self._found[self._key(*heads)]
                head.edits.extend(_set(c.old, old, _written(c.old, old)))
            return
        with_head = heads is not None and self._key(old, new) == self._key(*heads)
        inherits = heads is not None and _written(c.new, new) == _written(c.new, heads[1])
        found = self._found[self._key(old, new)] if with_head else self._note(name, old, new)
        if with_head:
            found.olds.append(old)
            found.news.append(new)
        if inherits:
            found.edits.extend(_set(c.old, old, "") if own else [])
        else:
            found.edits.extend(_set(c.old, old, _written(c.new, new)))

    def facts(self, block: Facts, pairs: Sequence[tuple[Fact, Fact]]) -> list[Edit]:
        """Compares the sources of the facts of an old block that are still there.

        Where the block cites, what most of its facts now rest on takes the place of that.  Returns
        what is to be done where no fact is left that rests on what the block cites.
        """
        c = self.c
        inheriting = [(old, new) for old, new in pairs if not old.citations]
        cited = Counter(_written(c.new, new) for _, new in inheriting)
        was = _written(c.old, block)
        head = was
        if block.citations and cited:
            head = was if was in cited else cited.most_common(1)[0][0]
        head_edits = _set(c.old, block, head) if head != was else []
        for old, new in pairs:
            now = _written(c.new, new)
            if not self._same(old, new):
                found = self._note(new.name.text, old, new)
                if old.citations or now != head or not block.citations:
                    found.edits.extend(_set(c.old, old, now))
                else:
                    found.edits.extend(head_edits)
                    found.olds.append(block)
        if block.citations and not inheriting:
            return _set(c.old, block, "")
        return []

    def finish(self) -> None:
        """Notes the changes."""
        for (before, after), found in self._found.items():
            old, new = found.olds[0], found.news[0]
            one, other = self.c.old.grade(old), self.c.new.grade(new)
            named = found.names[:_MOST_NAMED]
            left = len(found.names) - len(named)
            what = ", ".join(named) + (f" and {left} more" if left > 0 else "")
            cites = f"{before or 'none'} → {after or 'none'}"
            said = f"source of {what}: {cites}"
            if one is not other:
                grades = f"{_grade(one)} → {_grade(other)}"
                said = f"source of {what}: {grades} ({cites})"
            self.c.add(
                f"source.{named[0]}",
                Kind.SOURCE,
                "sources",
                said,
                [place for node in found.olds for place in _places(node)],
                [place for node in found.news for place in _places(node)],
                found.edits,
                before=before,
                after=after,
            )

    def _same(self, old: Node, new: Node) -> bool:
        return self.c.old_forms.cited(old) == self.c.new_forms.cited(new)

    def _key(self, old: Node, new: Node) -> tuple[str, str]:
        return _written(self.c.old, old), _written(self.c.new, new)

    def _note(self, name: str, old: Node, new: Node) -> _Resourced:
        found = self._found.setdefault(self._key(old, new), _Resourced())
        found.names.append(name)
        found.olds.append(old)
        found.news.append(new)
        return found


def _grade(grade: Grade | None) -> str:
    return grade.value if grade is not None else "none"


def _own(node: Node) -> tuple[Citation, ...]:
    own: tuple[Citation, ...] = getattr(node, "citations", ())
    return own


def _places(node: Node) -> Sequence[Node]:
    """Where a reader looks for the source of a rule: its citations, or its name."""
    word = getattr(node, "name", None)
    return _own(node) or (word if isinstance(word, Word) else node,)


def _written(policy: Policy, node: Node) -> str:
    """The citations that count for a rule, as they are written, in an order of their own."""
    written = {(item.source, " ".join(item.place.split())) for item in policy.cited(node)}
    return " ".join(f"[{source} {place}]".replace(" ]", "]") for source, place in sorted(written))


def cited_text(policy: Policy, node: Node) -> str:
    """The citations that count for a rule, to be written behind it."""
    return _written(policy, node)


def _set(policy: Policy, node: Node, written: str) -> list[Edit]:
    """The edits that give a rule citations of its own, or none."""
    own = _own(node)
    if own:
        return [Edit(Span(own[0].span.start, own[-1].span.end), written)]
    at = _place(policy, node)
    return [Edit(Span(at, at), f" {written}")] if at is not None and written else []


def _place(policy: Policy, node: Node) -> int | None:
    """Where the citations of a rule without any are written."""
    match node:
        case Rating(type=word) | Table(type=word):
            return word.span.end
        case Scorecard(type=word):
            return word.span.end
        case Trigger() | RecordDeclaration():
            return node.name.span.end
        case Layout():
            return node.title.span.end
        case Interpretation():
            return node.readings[-1].span.end
        case ValueDeclaration():
            head = policy.source.text.index("=", node.name.span.end) + 1
            between = policy.source.text[head : node.expression.span.start]
            return head if "\n" in between else node.expression.span.end
        case ScaleDeclaration() | ChoiceDeclaration() | Group() | Use() | Fact():
            return node.span.end
        case Case() | Override() | StartWith() | TriggerWhen() | Row() | CardRow():
            return node.span.end
    if re.match(r"published\s+results", policy.source.text[node.span.start :]):
        match = re.match(r"published\s+results", policy.source.text[node.span.start :])
        assert match is not None
        return node.span.start + match.end()
    return None
