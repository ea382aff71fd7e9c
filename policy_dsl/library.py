"""The library: a folder of editions, found by name and version without reading them whole."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

from attrs import define, field, frozen

from policy_dsl.check.check import check
from policy_dsl.check.context import Context
from policy_dsl.check.header import Heading, check_header
from policy_dsl.check.policy import Policy
from policy_dsl.source import (
    Diagnostic,
    Label,
    SourceText,
    did_you_mean,
    error,
    not_collecting,
    read_source,
    warning,
)
from policy_dsl.syntax.header import Header, InForce
from policy_dsl.syntax.parse import PolicyFile, parse, parse_header
from policy_dsl.syntax.use import Use

SUFFIX = ".policy"
VARIABLE = "POLICY_LIBRARY"
# More names than this in a help line help nobody.
_MOST_LISTED = 8
# So many days without an edition are taken for a slip.
_A_FEW_DAYS = 27


@frozen(eq=False)
class Edition:
    """One policy file of a library, known by its header."""

    path: Path
    source: SourceText
    header: Header
    heading: Heading

    @property
    def name(self) -> str:
        """The policy's name, such as ``nhs.oversight_framework``."""
        return self.heading.name

    @property
    def version(self) -> str:
        """The edition's version, such as ``2025-26``."""
        return self.heading.version

    def in_force_on(self, day: date) -> bool:
        """Whether the edition was in force on ``day``."""
        heading = self.heading
        return heading.first_day <= day and (heading.last_day is None or day <= heading.last_day)


def library_folder(given: Path | None = None) -> Path:
    """The folder of the library: the one given, that of POLICY_LIBRARY, or the installed one."""
    if given is not None:
        return given
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    spec = find_spec("policy_dsl_library")
    if spec is None or not spec.submodule_search_locations:
        return from_here(Path(__file__).parent.parent / "policies")  # a tree not installed
    return from_here(Path(next(iter(spec.submodule_search_locations))))


def from_here(path: Path) -> Path:
    """A path as seen from the current folder, where it lies below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def policy_files(paths: Iterable[Path]) -> list[Path]:
    """The policy files among ``paths`` and in the folders among them, each once, in order."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(path.rglob(f"*{SUFFIX}"))))
        else:
            found[path] = None
    return list(found)


def editions(folder: Path) -> tuple[list[Edition], list[Diagnostic]]:
    """Every edition in a folder by name and first day, and why any file could not be listed."""
    if not folder.is_dir():
        return [], [
            error(
                "library-missing",
                f"there is no library in {folder}",
                None,
                None,
                f"name a folder of policy files with --library or {VARIABLE}",
            )
        ]
    return list_files(policy_files([folder]))


def list_files(paths: Iterable[Path]) -> tuple[list[Edition], list[Diagnostic]]:
    """The editions that policy files hold, and why any file could not be listed."""
    found: list[Edition] = []
    said: list[Diagnostic] = []
    for path in paths:
        source = read_source(path)
        if isinstance(source, Diagnostic):
            said.append(source)
            continue
        file, mistakes = parse_header(source)
        context = Context(file)
        heading = check_header(context)
        said.extend([*mistakes, *context.diagnostics])
        if heading is not None and file.header is not None:
            found.append(Edition(path, source, file.header, heading))
    found.sort(key=lambda edition: (edition.name, edition.heading.first_day, edition.version))
    return found, said


@define(eq=False)
class Shelf:
    """Checks policies together with those they use, each of them once.

    A policy that is used is looked for in the library, and then beside the file that uses it.
    """

    library: Path | None = None
    _listed: dict[Path, list[Edition]] = field(factory=dict)
    _checked: dict[str, tuple[Policy | None, tuple[Diagnostic, ...]]] = field(factory=dict)

    def check(
        self, source: SourceText, above: tuple[str, ...] = ()
    ) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
        """A policy's text, read and checked; ``above`` are the paths of those that use it.

        What is said of a policy that is used is said once, before what is said of its user.
        """
        known = self._checked.get(source.path)
        if known is not None:
            return known[0], ()
        used: dict[Use, list[Policy]] = {}
        said: list[Diagnostic] = []
        with not_collecting():
            file, mistakes = parse(source)
            for node in file.declarations:
                if isinstance(node, Use):
                    used[node], troubles = self._editions(file, node, (*above, source.path))
                    said.extend(troubles)
            policy, wrong = check(file, used)
        found = (None if mistakes else policy), (*said, *mistakes, *wrong)
        self._checked[source.path] = found
        return found

    def check_anew(self, source: SourceText) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
        """A text checked although another is known by its path: a variant of that one."""
        self._checked.pop(source.path, None)
        return self.check(source)

    def _editions(
        self, file: PolicyFile, node: Use, above: tuple[str, ...]
    ) -> tuple[list[Policy], list[Diagnostic]]:
        """The editions that a ``use`` names, checked; none of them after a mistake."""
        source = file.source
        version = node.version.text if node.version is not None else None
        chosen, unknown = find(self._in_reach(source, node.name.text), node.name.text, version)
        if unknown is not None:
            place = node.version if node.version is not None and chosen else node.name
            return [], [error(unknown.code, unknown.message, source, place.span, unknown.help)]
        policies: list[Policy] = []
        said: list[Diagnostic] = []
        for edition in chosen:
            if edition.source.path in above:
                names = " -> ".join(Path(path).name for path in (*above, edition.source.path))
                cycle = f"`{node.name.text}` uses this policy in turn: {names}"
                help = "let one of the two do without the other"
                return [], [error("use-cycle", cycle, source, node.name.span, help)]
            policy, troubles = self.check(edition.source, above)
            said.extend(troubles)
            if policy is None:
                label = f"`{edition.name}` version {edition.version} has mistakes"
                help = f"check it by itself: {edition.path}"
                said.append(error("used-policy", label, source, node.name.span, help))
                return [], said
            policies.append(policy)
        return policies, said

    def _in_reach(self, source: SourceText, name: str) -> list[Edition]:
        """The library; or the folder of a file where the library does not have the policy."""
        known = self._listing(library_folder(self.library))
        if any(edition.name == name for edition in known):
            return known
        return [*known, *self._listing(Path(source.path).parent)]

    def _listing(self, folder: Path) -> list[Edition]:
        if folder not in self._listed:
            self._listed[folder] = editions(folder)[0]
        return self._listed[folder]


def overlaps(found: Iterable[Edition]) -> list[Diagnostic]:
    """Mistakes between files: two editions of one policy that are in force on the same day.

    And a warning where a few days lie between two: a year without an edition may be one that
    nobody has written, a day is a slip.
    """
    said: list[Diagnostic] = []
    known: list[Edition] = []
    for edition in sorted(found, key=lambda item: (item.name, item.heading.first_day)):
        others = [other for other in known if other.name == edition.name]
        for other in others:
            said.extend(_between(other, edition))
        said.extend(_few_days_before(edition, others))
        known.append(edition)
    return said


def names_never_had(policies: Iterable[Policy]) -> list[Diagnostic]:
    """Former names of facts that no other edition of the policy has, where there are others."""
    said: list[Diagnostic] = []
    held = list(policies)
    for policy in held:
        others = [one for one in held if one.name == policy.name and one is not policy]
        names = {name for one in others for name in one.facts}
        for fact in policy.facts.values() if others else ():
            if policy.home(fact) is not policy:
                continue
            for word in fact.former_names:
                if word.text not in names:
                    message = f"no other edition of `{policy.name}` has a fact `{word.text}`"
                    help = did_you_mean(word.text, names)
                    said.append(
                        warning("former-name-unknown", message, policy.source, word.span, help)
                    )
    return said


def beside(chosen: Iterable[Edition], troubles: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The troubles with files that lie beside chosen editions: one may be the edition to use."""
    folders = {edition.path.parent for edition in chosen}
    return [
        trouble
        for trouble in troubles
        if trouble.file is not None and Path(trouble.file).parent in folders
    ]


def _between(other: Edition, edition: Edition) -> list[Diagnostic]:
    place = edition.header.name.span.to(edition.header.version.span)
    if other.version == edition.version:
        return [
            error(
                "duplicate-edition",
                f"`{edition.name}` version {edition.version} is also in {other.path}",
                edition.source,
                place,
                "give one of them another version",
            )
        ]
    if not other.in_force_on(edition.heading.first_day):
        return []
    until = other.heading.last_day.isoformat() if other.heading.last_day else "further notice"
    line = edition.header.first(InForce) or edition.header
    return [
        error(
            "editions-overlap",
            f"version {edition.version} is in force from {edition.heading.first_day}, while version"
            f" {other.version} is in force until {until}",
            edition.source,
            line.span,
            f"let one end before the other begins; version {other.version} is in {other.path}",
            "",
            [Label(place, "this edition")],
        )
    ]


def _few_days_before(edition: Edition, others: Iterable[Edition]) -> Iterator[Diagnostic]:
    """A warning if the last of the editions before one ends a few days too early."""
    ends = [other.heading.last_day or date.max for other in others]
    if not ends:
        return
    first, last = max(ends), edition.heading.first_day
    days = (last - first).days - 1
    if not 0 < days <= _A_FEW_DAYS:
        return
    line = edition.header.first(InForce) or edition.header
    first_without, last_without = first + timedelta(days=1), last - timedelta(days=1)
    when = f"on {first_without}" if days == 1 else f"from {first_without} to {last_without}"
    yield warning(
        "editions-apart",
        f"no edition of `{edition.name}` is in force {when}",
        edition.source,
        line.span,
        f"let this edition begin on {first_without}, or the one before it end on {last_without}",
    )


def find(
    found: Iterable[Edition], name: str, version: str | None
) -> tuple[list[Edition], Diagnostic | None]:
    """The editions of a policy, or the one of a version; or what to say when there is none."""
    known = list(found)
    named = [edition for edition in known if edition.name == name]
    if not named:
        names = sorted({edition.name for edition in known})
        held = ", ".join(f"`{known}`" for known in names[:_MOST_LISTED])
        more = "; `policy list` shows them all" if len(names) > _MOST_LISTED else ""
        help = did_you_mean(name, names) or f"the library holds {held or 'no policy'}{more}"
        return [], error("unknown-policy", f"there is no policy named `{name}`", None, None, help)
    if version is None:
        return named, None
    chosen = [edition for edition in named if edition.version == version]
    if not chosen:
        versions = [edition.version for edition in named]
        return [], error(
            "unknown-edition",
            f"`{name}` has no version {version}",
            None,
            None,
            did_you_mean(version, versions) or f"its versions are {', '.join(versions)}",
        )
    return chosen, None
