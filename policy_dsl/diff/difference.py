"""Two texts of a policy side by side: what changed, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Change, Direction, Kind
from policy_dsl.diff.compare import diff
from policy_dsl.diff.figures import changed_figures
from policy_dsl.diff.reading import Reading
from policy_dsl.source import Diagnostic


@frozen
class Section:
    """Changes that are told under one heading."""

    title: str
    changes: tuple[Change, ...]


@frozen(eq=False)
class Difference:
    """What one text of a policy says otherwise than another; either may be missing.

    ``old_name`` and ``new_name`` are what a reader calls the two, such as ``2008-09`` or
    ``HEAD~1``.  ``unread`` names what could not be read in one of them and so is not compared.
    """

    old: Policy | None = field(repr=False)
    new: Policy | None = field(repr=False)
    name: str
    old_name: str
    new_name: str
    changes: tuple[Change, ...]
    unread: tuple[str, ...] = ()
    said: tuple[Diagnostic, ...] = field(default=(), repr=False)
    only_in: str = ""  # the one of the two that there is, where the other is not there at all

    @property
    def is_empty(self) -> bool:
        """Whether the two are known to mean the same."""
        there = self.old is not None and self.new is not None
        return there and not self.changes and not self.unread

    @property
    def heading(self) -> str:
        """``monitor.compliance_framework: 2008-09 → 2010-11``."""
        return f"{self.name}: {self.old_name} → {self.new_name}"

    @cached_property
    def summary(self) -> str:
        """``119 changes: 3 stricter, 2 easier``; or that there is none."""
        if self.old is None or self.new is None:
            return self._missing()
        number = len(self.changes)
        ways = Counter(change.direction for change in self.changes)
        parts = [
            f"{ways[direction]} {direction.value}" for direction in Direction if ways[direction]
        ]
        some = "1 change" if number == 1 else f"{number} changes"
        said = f"{some}: {', '.join(parts)}" if parts else some
        if number:
            return said
        return "no change in meaning" + " in what could be read" * bool(self.unread)

    def _missing(self) -> str:
        if self.only_in:
            return f"only in {self.only_in}"
        if self.old is None and self.new is None:
            return "neither can be read"
        return f"{self.old_name if self.old is None else self.new_name} cannot be read"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The changes under headings: the rules first, then the facts, then what they rest on."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(_title(change), []).append(change)
        last = [title for title in _LAST if title in found]
        first = [title for title in found if title in _FIRST]
        order = [*first, *(title for title in found if title not in (*first, *last)), *last]
        return tuple(Section(title, tuple(found[title])) for title in order)


_FIRST = ("edition",)
# Declarations of a line or two, of which each needs no heading of its own.
_TOGETHER = {
    "value": "values",
    "open point": "open points",
    "scale": "scales",
    "choice": "choices",
    "group": "groups",
    "record": "records",
    "policy used": "policies used",
}
_LAST = ("new", "dropped", "facts", "figures", "files", "sources")


def _title(change: Change) -> str:
    if change.kind is Kind.HEADER or change.subject == "header":
        return "edition"
    if change.kind is Kind.FIGURE:
        return "figures"
    if change.subject.startswith("fact "):
        return "facts"
    if change.subject in ("files", "sources"):
        return change.subject
    kind = change.subject.rpartition(" ")[0]
    if not change.before and not change.after and not (change.old_places and change.new_places):
        return "dropped" if change.old_places else "new"
    return _TOGETHER.get(kind, change.subject)


def difference(
    name: str, old: Reading | None, new: Reading | None, old_name: str, new_name: str
) -> Difference:
    """The difference between two texts as far as they can be read; None for one that is missing."""
    readings = [reading for reading in (old, new) if reading is not None]
    # One text on both sides has its mistakes once.
    told = {
        (item.path or item.file, item.code, item.message): item for r in readings for item in r.said
    }
    unread = frozenset(name for reading in readings for name in reading.unread)
    one = old.policy if old is not None else None
    other = new.policy if new is not None else None
    changes: tuple[Change, ...] = ()
    if one is not None and other is not None:
        changes = (*diff(one, other, unread), *changed_figures(one, other))
    only_in = "" if len(readings) == 2 else new_name if old is None else old_name
    return Difference(
        one,
        other,
        name,
        old_name,
        new_name,
        changes,
        () if only_in else tuple(sorted(unread)),
        tuple(told.values()),
        only_in,
    )


def counted(differences: Sequence[Difference]) -> str:
    """The closing line over several differences: ``3 policies, 12 changes``."""
    policies = "1 policy" if len(differences) == 1 else f"{len(differences)} policies"
    number = sum(len(item.changes) for item in differences)
    return f"{policies} compared, {'1 change' if number == 1 else f'{number} changes'}"
