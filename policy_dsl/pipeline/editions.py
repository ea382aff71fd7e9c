"""From a policy's text, or a reference to it, to its checked editions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Chosen, ChosenBy
from policy_dsl.facts.renamed import knowing_each_other
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.library import Shelf, beside, editions, find, library_folder, overlaps
from policy_dsl.source import Diagnostic, SourceText, read_source
from policy_dsl.values.periods import Period


@frozen(eq=False)
class Editions:
    """The editions of one policy that a reference stands for, oldest first.

    ``pinned`` says that the reference names the edition to use, whatever the period; otherwise it
    is the one in force when the period ends, or on ``as_of``.  ``by_path`` says that it is a path.
    """

    name: str
    policies: tuple[Policy, ...]
    pinned: bool
    as_of: date | None = None
    by_path: bool = False

    @cached_property
    def chosen(self) -> Chosen:
        """How the edition is chosen that decides about a period."""
        if self.pinned:
            return Chosen(ChosenBy.FILE if self.by_path else ChosenBy.NAME)
        return Chosen(ChosenBy.PERIOD if self.as_of is None else ChosenBy.DAY, self.as_of)

    def for_period(self, period: Period) -> Policy | None:
        """The edition that decides about a period, or None where none was in force."""
        if self.pinned:
            return self.policies[0]
        day = self.as_of or period.last_day
        return next((policy for policy in self.policies if policy.in_force_on(day)), None)

    @cached_property
    def vocabularies(self) -> Mapping[Policy, Vocabulary]:
        """Of each edition its words, with the names that its facts have in the others."""
        words = knowing_each_other([policy.vocabulary for policy in self.policies])
        return dict(zip(self.policies, words, strict=True))

    @property
    def latest(self) -> Policy:
        """The newest edition."""
        return self.policies[-1]


def check_text(
    source: SourceText, library: Path | None = None
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """A policy's text, read and checked: the policy, or None, and all there is to say."""
    return Shelf(library).check(source)


def check_file(
    path: Path, library: Path | None = None
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """A policy file, read and checked, with the policies of the library that it uses."""
    source = read_source(path)
    if isinstance(source, Diagnostic):
        return None, (source,)
    return check_text(source, library)


def load(
    reference: str, library: Path | None = None, as_of: date | None = None
) -> tuple[Editions | None, tuple[Diagnostic, ...]]:
    """The editions that a reference stands for.

    A reference is a path to a policy file, ``name@version``, or a policy's name.
    """
    if reference.endswith(".policy") or "/" in reference or "\\" in reference:
        policy, said = check_file(Path(reference), library)
        if policy is None:
            return None, said
        return Editions(policy.name, (policy,), pinned=True, by_path=True), said
    name, at, version = reference.partition("@")
    known, troubles = editions(library_folder(library))
    chosen, unknown = find(known, name, version if at else None)
    if unknown is not None:
        # The policy may well be in a file that cannot be listed.
        return None, tuple(troubles) if troubles and not known else (unknown, *troubles)
    said_of_all = [] if at else [*overlaps(chosen), *beside(chosen, troubles)]
    wrong = bool(said_of_all)
    policies: list[Policy] = []
    shelf = Shelf(library)
    for edition in chosen:
        policy, said = shelf.check(edition.source)
        said_of_all.extend(said)
        if policy is not None:
            policies.append(policy)
    if wrong or len(policies) < len(chosen):
        return None, tuple(said_of_all)
    return Editions(name, tuple(policies), bool(at), as_of), tuple(said_of_all)
