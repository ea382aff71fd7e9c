"""The one way from facts files to facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from policy_dsl.facts.csv_file import read_csv
from policy_dsl.facts.files import Unreadable, missing
from policy_dsl.facts.gather import Gathering
from policy_dsl.facts.given import facts_of, record_of
from policy_dsl.facts.json_file import read_json
from policy_dsl.facts.reading import Reading
from policy_dsl.facts.records import Facts
from policy_dsl.facts.typed import quoted
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.source import Diagnostic

_SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")

__all__ = ["facts_of", "read_facts", "record_of"]


def read_facts(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    *,
    national: Sequence[Path] = (),
    progress: Callable[[int], None] | None = None,
    known: frozenset[str] = frozenset(),
) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
    """The facts of several files together, and what is to be said of them.

    The extension tells the format: .csv, .json, .yaml or .yml. The same fact may stand twice if
    it says the same.

    Args:
        paths: a user's own files.
        vocabulary: what the policy wants to know.
        national: files supplied beside the policy, which hold national figures only. A user's own
            figures override theirs, each with a warning.
        progress: is told how many rows have been read: now and then, and at the end.
        known: columns and identifiers that are no surprise, though the policy does not say
            anything of them: another edition does.

    Returns:
        the facts, or None if there is any error: nothing is half read. A diagnostic gives its
        place as ``file:line`` in ``path``.
    """
    gathering = Gathering(vocabulary, progress, known)
    for path in national:
        _read_file(Reading(gathering, Path(path), supplied=True))
    for path in paths:
        _read_file(Reading(gathering, Path(path)))
    return gathering.finish()


def _read_file(reading: Reading) -> None:
    try:
        _format_of(reading.path)(reading)
    except Unreadable as problem:
        reading.finish()
        reading.stop(problem)
    else:
        reading.finish()


def _format_of(path: Path) -> Callable[[Reading], None]:
    match path.suffix.lower():
        case ".csv":
            return read_csv
        case ".json":
            return read_json
        case ".yaml" | ".yml":
            # Imported only where it is needed: a person at a prompt feels the start.
            from policy_dsl.facts.yaml_file import read_yaml

            return read_yaml
        case _ if not _exists(path):
            raise missing(path)
        case suffix:
            what = f"files {quoted('*' + suffix)}" if suffix else "files without an extension"
            help = "facts are read from .csv, .json, .yaml and .yml"
            if suffix in _SPREADSHEETS:
                help = f"save the sheet as CSV, in UTF-8; {help}"
            raise Unreadable("facts-format", 0, f"{what} are not read as facts", help)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
