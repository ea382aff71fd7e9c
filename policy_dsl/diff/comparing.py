"""What the comparison of two policies holds while it goes from declaration to declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs
from attrs import define, field

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Change, Direction, Kind
from policy_dsl.diff.snippets import one_line, piece_of, text_of
from policy_dsl.meaning.forms import Forms
from policy_dsl.meaning.operands import Form
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.nodes import Node


@define(eq=False)
class Comparison:
    """Filled by one construct after another.

    ``names`` maps a name of the new policy to that of the old one it stands for, ``free`` those
    of local values alone, which may be called what they like.  ``brings`` and ``drops`` say which
    names a change declares and no longer declares, ``ties`` which names it gives another type.
    """

    old: Policy
    new: Policy
    names: dict[str, str] = field(factory=dict)
    free: dict[str, str] = field(factory=dict)
    changes: list[Change] = field(factory=list)
    brings: dict[str, set[str]] = field(factory=dict)
    drops: dict[str, set[str]] = field(factory=dict)
    ties: dict[str, set[str]] = field(factory=dict)
    _ids: set[str] = field(factory=set)

    @property
    def old_forms(self) -> Forms:
        """Forms of the old policy's nodes."""
        return Forms(self.old)

    @property
    def new_forms(self) -> Forms:
        """Forms of the new policy's nodes, in the old one's names."""
        return Forms(self.new, self.names)

    def same(self, old: Node | None, new: Node | None) -> bool:
        """Whether two nodes say the same."""
        if old is None or new is None:
            return old is new
        return self.old_forms.of(old) == self.new_forms.of(new)

    def form(self, node: Node | None, of_new: bool = False) -> Form:
        """The form of a node of the old or the new policy."""
        if node is None:
            return None
        return (self.new_forms if of_new else self.old_forms).of(node)

    def old_text(self, node: Node | None) -> str:
        """A node of the old text, as one line."""
        return "" if node is None else one_line(text_of(self.old, node.span))

    def new_text(self, node: Node | None) -> str:
        """A node of the new text, as one line and as it stands there."""
        return "" if node is None else one_line(text_of(self.new, node.span))

    def snippet(self, node: Node) -> str:
        """A node of the new text as it is written into the old one: with its names of values."""
        return one_line(text_of(self.new, node.span, self.free))

    def replaced(self, old: Node, new: Node) -> Edit:
        """The edit that writes a new node over an old one."""
        return Edit(old.span, self.snippet(new))

    def whole(self, new: Node) -> str:
        """A declaration of the new text, with its lines, in the old names of values."""
        return text_of(self.new, piece_of(self.new.source, new), self.free)

    def rewritten(self, old: Node, new: Node) -> Edit:
        """The edit that writes a whole declaration anew."""
        return Edit(piece_of(self.old.source, old), self.whole(new))

    def at_end(self, text: str) -> Edit:
        """The edit that adds a declaration at the end of the old text."""
        end = len(self.old.source.text) + (not self.old.source.text.endswith("\n"))
        return Edit(Span(end, end), f"\n{text}\n")

    def add(
        self,
        id: str,
        kind: Kind,
        subject: str,
        sentence: str,
        old: Node | Sequence[Node] | None = None,
        new: Node | Sequence[Node] | None = None,
        edits: Iterable[Edit] = (),
        direction: Direction | None = None,
        before: str | None = None,
        after: str | None = None,
    ) -> Change:
        """Notes a change; its id is made one of its own."""
        olds, news = _nodes(old), _nodes(new)
        id = id.replace(" ", ".")
        own = id
        number = 2
        while own in self._ids:
            own, number = f"{id}-{number}", number + 1
        self._ids.add(own)
        change = Change(
            own,
            kind,
            subject,
            sentence,
            direction,
            before if before is not None else "; ".join(map(self.old_text, olds)),
            after if after is not None else "; ".join(map(self.new_text, news)),
            tuple(node.span for node in olds),
            tuple(node.span for node in news),
            tuple(edits),
        )
        self.changes.append(change)
        return change

    def bundle(self, start: int, old: Node, new: Node, undirected: bool = False) -> None:
        """Makes the changes from ``start`` on one edit, which none of them can do without.

        Where they are ``undirected``, none of them is stricter or easier by itself.
        """
        bundled = self.changes[start:]
        ids = [change.id for change in bundled]
        for number, change in enumerate(bundled):
            self.changes[start + number] = attrs.evolve(
                change,
                edits=(self.rewritten(old, new),) if number == 0 else (),
                needs=tuple(id for id in ids if id != change.id),
                direction=None if undirected else change.direction,
            )

    def together(self, changes: Sequence[Change]) -> None:
        """Makes changes need one another."""
        ids = [change.id for change in changes]
        for number, change in enumerate(self.changes):
            if change.id in ids:
                others = dict.fromkeys([*change.needs, *(id for id in ids if id != change.id)])
                self.changes[number] = attrs.evolve(change, needs=tuple(others))

    def needs_also(self, change: Change, id: str) -> None:
        """Makes a change need another one."""
        self.changes = [
            attrs.evolve(item, needs=(*item.needs, id)) if item.id == change.id else item
            for item in self.changes
        ]

    def note(self, table: Mapping[str, set[str]], change: Change, names: Iterable[str]) -> None:
        """Notes in ``brings``, ``drops`` or ``ties`` the names that a change is about."""
        assert isinstance(table, dict)
        table.setdefault(change.id, set()).update(names)


def _nodes(given: Node | Sequence[Node] | None) -> tuple[Node, ...]:
    if given is None:
        return ()
    return (given,) if isinstance(given, Node) else tuple(given)
