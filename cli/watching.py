"""Policy files under watch: looked at again when they, or what they read, change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import monotonic

from attrs import define, evolve, field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import all_used
from policy_dsl.evaluate.panel import compares_with_others
from policy_dsl.invent.situation import beside
from policy_dsl.library import Edition, Shelf, list_files, names_never_had, overlaps, policy_files
from policy_dsl.pipeline import prepared
from policy_dsl.source import Diagnostic, sort_key
from policy_dsl.testing import run_example
from policy_dsl_cli.answers import checked_files
from policy_dsl_cli.trial import Trial

#: Folders are searched for new files at every so many looks: a search may be slow, a look is not.
_LOOKS_BETWEEN_SEARCHES = 10

#: When a file was last written and its size; None of one that is not there.
Stamp = tuple[int, int] | None


#: Seconds between looks while findings are looked for: a save then is answered first.
_WHILE_FINDING = 0.02


class SavedError(Exception):
    """A file was saved while the findings of one were looked for."""


@frozen(eq=False)
class Seen:
    """What was found in a policy file, and the files it was found in as they were then.

    So many of its examples ``ran``; the ``trial`` keeps those that failed.  Its ``findings`` are
    what could be better; None as long as they have not been looked for.
    """

    path: Path
    said: tuple[Diagnostic, ...]
    editions: tuple[Edition, ...]
    trial: Trial | None
    read: dict[Path, Stamp] = field(repr=False)
    ran: int = 0
    findings: tuple[Diagnostic, ...] | None = None

    @property
    def left(self) -> int:
        """How many of its examples have not been run yet."""
        return len(self.trial.policy.examples) - self.ran if self.trial else 0

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policy, if it has no mistakes."""
        return () if self.trial is None else (self.trial.policy,)

    def warm(self) -> dict[str, Policy]:
        """By path the policies that this one uses, if nothing it reads changed but itself."""
        if any(_stamp(path) != was for path, was in self.read.items() if path != self.path):
            return {}
        return {one.source.path: one for policy in self.policies for one in all_used(policy)}


@define(eq=False)
class Watch:
    """Policy files under watch; `look` has another look at those that changed.

    Of these `find` looks for the findings, until a file is saved: then it is to be called again.
    """

    paths: Sequence[Path]
    library: Path | None = None
    _seen: dict[Path, Seen] = field(factory=dict)
    _emptied: set[Path] = field(factory=set)
    _looks: int = 0
    _unasked: set[Path] = field(factory=set)

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What was found in each file at the last look, in the order of the files."""
        return tuple(self._seen.values())

    @property
    def said(self) -> tuple[Diagnostic, ...]:
        """All there is to say of the files, by themselves and beside one another, each once."""
        found = [item for one in self.seen for item in one.said]
        found += overlaps([edition for one in self.seen for edition in one.editions])
        found += names_never_had([policy for one in self.seen for policy in one.policies])
        # What is wrong with a policy is found again with each policy that uses it.
        return tuple({sort_key(item): item for item in found}.values())

    def look(self) -> tuple[Path, ...]:
        """The files that are new, gone, or changed in themselves or in what they read.

        They have been checked by the time it returns; `run` runs their examples.
        """
        files = self._files()
        changed = [path for path in self._seen if path not in files]
        stamps: dict[Path, Stamp] = {}
        for path in files:
            known = self._seen.get(path)
            for read in known.read if known else ():
                if read not in stamps:
                    stamps[read] = _stamp(read)
            if known is None or any(stamps[read] != was for read, was in known.read.items()):
                changed.append(path)
        changed = [path for path in changed if not self._half_saved(path)]
        if changed:
            _forget()
        seen = {path: self._look_at(path) for path in changed if path in files}
        kept = {**self._seen, **seen}
        self._seen = {path: kept[path] for path in files if path in kept}
        self._unasked.update(changed)
        return tuple(changed)

    @property
    def left(self) -> int:
        """How many examples have not been run yet."""
        return sum(one.left for one in self.seen)

    def run(self, enough: Callable[[], bool]) -> None:
        """Runs the examples that are left, one at least, until it is ``enough``."""
        for path, one in self._seen.items():
            if one.trial is None or not one.left:
                continue
            policy, failed, ran = one.trial.policy, list(one.trial.outcomes), one.ran
            for example in policy.examples[ran:]:
                outcome = run_example(policy, example)
                ran += 1
                if not outcome.passed:  # the others would be much to keep
                    failed.append(outcome)
                if enough():
                    break
            # The keys stay, so the files may be gone through meanwhile.
            self._seen[path] = evolve(one, trial=Trial(policy, tuple(failed)), ran=ran)
            if enough():
                return

    @property
    def unasked(self) -> tuple[Seen, ...]:
        """The files that changed, have no mistakes, and of which the findings are not known."""
        return tuple(one for one in self.seen if one.path in self._unasked and one.policies)

    @property
    def stale(self) -> bool:
        """Whether a file is another now than when it was looked at."""
        together = {read: was for one in self.seen for read, was in one.read.items()}
        return any(_stamp(read) != was for read, was in together.items())

    def find(self, clock: Callable[[], float] = monotonic) -> tuple[Seen, ...]:
        """The files that were `unasked`, with their findings.

        Raises:
            SavedError: soon after a file is saved, by the ``clock`` in seconds.
        """
        from policy_dsl.findings import findings  # not before the first answer

        looked = clock()

        def checkpoint() -> None:
            nonlocal looked
            if clock() - looked > _WHILE_FINDING:
                if self.stale:
                    raise SavedError
                looked = clock()

        asked = [one.path for one in self.unasked]
        for path in asked:
            one = self._seen[path]
            if one.findings is None:
                found = [item for on in one.policies for item in findings(on, checkpoint).said]
                self._seen[path] = evolve(one, findings=tuple(found))
        self._unasked.clear()
        return tuple(self._seen[path] for path in asked)

    def _files(self) -> list[Path]:
        """The files to watch; one that is gone is watched on, and missed."""
        search = self._looks % _LOOKS_BETWEEN_SEARCHES == 0
        self._looks += 1
        return policy_files(self.paths) if search else list(self._seen)

    def _half_saved(self, path: Path) -> bool:
        """Whether a file is empty as of this look: many editors empty one before they write it."""
        stamp = _stamp(path)
        if stamp is None or stamp[1] or path in self._emptied:
            self._emptied.discard(path)
            return False
        self._emptied.add(path)
        return True

    def _look_at(self, path: Path) -> Seen:
        before = _stamp(path)  # taken first: a save while we read is a change at the next look
        known = self._seen.get(path)
        warm = known.warm() if known else {}
        shelf = Shelf(self.library, checked={name: (one, ()) for name, one in warm.items()})
        ((policy, said),) = checked_files([path], self.library, "checking", shelf)
        said = (*(item for item in known.said if item.file in warm), *said) if known else said
        trial = Trial(policy, ()) if policy is not None else None
        # Of a policy with mistakes it is not known what it reads; likely what it read before.
        read = dict(known.read) if policy is None and known else {}
        read.update({name: _stamp(name) for name in _beside(said, path)})
        if policy is not None:
            read.update({name: _stamp(name) for name in _read_by(policy)})
        read[path] = before
        return Seen(path, said, tuple(list_files([path])[0]), trial, read)


def _forget() -> None:
    """Lets go of what was made ready of policies: those that are read anew are others."""
    for kept in (prepared, beside, compares_with_others):
        kept.cache_clear()


def _beside(said: Iterable[Diagnostic], path: Path) -> set[Path]:
    """Other files in which something was found wrong."""
    files = (Path(item.file) for item in said if item.file is not None)
    return {file for file in files if file != path}


def _read_by(policy: Policy) -> set[Path]:
    """The files a policy stands on: those it uses, and the figures supplied beside them all."""
    together = [policy, *all_used(policy)]
    used = {Path(one.source.path) for one in together[1:]}
    supplied = {
        Path(one.source.path).parent / name for one in together for name in one.national_files
    }
    return used | supplied


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return None
    return found.st_mtime_ns, found.st_size
