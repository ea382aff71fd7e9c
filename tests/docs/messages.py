"""docs/messages.md: what is said of policies and facts, each code with the message a person sees.

    python -m tests.docs.messages docs/messages.md

Nothing is written by hand: files with mistakes are read and checked, and what is said of them is
rendered. They are those of `tests/*/mistakes`, the folders below for what one file cannot show, and
the files of facts beside this module.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from policy_dsl.check.given import MOST_OTHERS
from policy_dsl.library import editions, list_files, names_never_had, overlaps, policy_files
from policy_dsl.pipeline import check_text
from policy_dsl.source import Diagnostic, render
from policy_dsl_cli.answers import checked_files
from tests.docs.documents import ROOT
from tests.docs.messages_of_choices import said_of_choices
from tests.docs.messages_of_facts import said_of_facts
from tests.docs.messages_of_logs import said_of_logs
from tests.syntax.expectations import examples, read_example

#: What a message quotes from the file; messages that differ in this alone are one message.
_QUOTED = re.compile(r"`[^`]*`|[0-9]+")

_OPENING = """\
# Messages

What is said of policy files, of files of facts, of logs and of choices on the command line, by
code. A code is a stable name, also in `--format json`. The message says what is wrong, the caret or
the line where, and the help what to do.

This page is made by reading files with mistakes and showing what is said of them; `make docs`
writes it. What [the analysis](analysis.md) finds and what [lint](lint/README.md) finds has pages of
its own.
"""


def policy(version: str, dates: str, rest: str = "", name: str = "example.homes") -> str:
    """A policy without rules of its own, and what is to be wrong with it."""
    return (
        f'policy {name} version {version}\n    title    "Homes"\n    in force {dates}\n'
        f"    rates    provider each quarter\n\n"
        f"scale colour best to worst: green, amber, red\n\n"
        f'facts each quarter\n    waits number "Waits"\n\n{rest}'
    )


_THIS, _NEXT = "2025-04-01 to 2026-03-31", "2026-04-01 to 2027-03-31"
_USER = (
    'policy example.user version 1\n    title    "User"\n    in force 2025-04-01 to 2026-03-31\n'
    "    rates    provider each {}\n\n"
)
_RATED = "rating access: colour\n    green when waits < 3\n    red   otherwise\n"
_DEEP = f"value deep = {'(' * 70}waits{' + 1)' * 70}\n"

_CARD = (
    "scorecard card: colour\n    points green 0, red 1\n    | measure | green | red       |\n"
    f"    | waits   | < 3   | otherwise |\n\n{_RATED}"
)
_OF_USED = (
    "value one = homes.access.mean\nvalue two = homes.card\nvalue three = homes.card.mean\n"
    "value four = homes.acces\n"
    'example "Why"\n    expect homes.access red because case 1\n'
)
_OF_DAYS = 'facts on a date\n    waits number "Waits"\n\nvalue before = waits 1 quarter earlier\n'

_MANY = range(MOST_OTHERS + 1)
_MANY_LINES = (
    'example "Many lines"\n'
    + "".join(f'    given for "{number}": waits 3\n' for number in _MANY)
    + "    given waits 3\n    expect access red\n"
)
_MANY_ROWS = 'examples "Many rows"\n    | organisation | waits | access |\n' + "".join(
    f'    | "{number}" | 3 | red |\n' for number in _MANY
)

#: Folders of files in which something is wrong that no file by itself shows.
FOLDERS: tuple[Mapping[str, str | bytes], ...] = (
    {"a.policy": policy("1", _THIS), "b.policy": policy("1", _NEXT)},
    {"a.policy": policy("1", _THIS), "b.policy": policy("2", "from 2026-01-01")},
    {"a.policy": policy("1", _THIS), "b.policy": policy("2", "from 2026-04-02")},
    {
        "a.policy": policy("1", _THIS),
        "b.policy": policy("2", _NEXT).replace('"Waits"', '"Waits" formerly wait'),
    },
    {"user.policy": _USER.format("quarter") + "use example.home\n", "a.policy": policy("1", _THIS)},
    {
        "user.policy": _USER.format("quarter") + "use example.homes version 3\n",
        "a.policy": policy("1", _THIS),
    },
    {
        "user.policy": _USER.format("quarter") + "use example.homes\n",
        "a.policy": policy("1", _NEXT),
    },
    {"user.policy": _USER.format("month") + "use example.homes\n", "a.policy": policy("1", _THIS)},
    {
        "a.policy": policy("1", _THIS, "use example.other\n"),
        "b.policy": policy("1", _THIS, "use example.homes\n", "example.other"),
    },
    {
        "user.policy": _USER.format("quarter") + "use example.homes\n",
        "a.policy": policy("1", _THIS, _RATED.replace("waits", "wait")),
    },
    {
        "user.policy": _USER.format("quarter") + "use example.homes as homes\n" + _OF_USED,
        "a.policy": policy("1", _THIS, _CARD),
    },
    {
        "user.policy": _USER.format("quarter").replace("2026-03-31", "2027-03-31")
        + "use example.homes as homes\nvalue first = homes.card.average\n"
        + "value second = homes.card.waits\n",
        "a.policy": policy("1", _THIS),
        "b.policy": policy("2", _NEXT, _CARD),
    },
    {"many.policy": policy("1", _THIS, f"{_RATED}\n{_MANY_LINES}\n{_MANY_ROWS}")},
    {"empty.policy": "# Nothing yet.\n"},
    {"day.policy": _USER.format("quarter").replace("each quarter", "on a date") + _OF_DAYS},
    {"long.policy": policy("1", _THIS, f"value long = {'9' * 120}\n")},
    {"deep.policy": policy("1", _THIS, _DEEP)},
    {"latin.policy": 'policy example.homes version 1\n    title "Caf\xe9"\n'.encode("latin-1")},
    {"nul.policy": b'policy example.homes version 1\n    title "\0"\n'},
    {"large.policy": b"#" * (4 * 1024 * 1024 + 1)},
)
#: Paths that are no files to read, beside a folder `folder` and a file `file`.
_PATHS = ("homes.policy", "folder.policy", "file/homes.policy")


def said() -> Iterator[Diagnostic]:
    """All that is said of the files with mistakes."""
    for folder in ("check", "syntax"):
        for path in examples(ROOT / "tests" / folder / "mistakes"):
            yield from check_text(read_example(path).source)[1]
    for files in FOLDERS:
        yield from _said_of(files)
    with TemporaryDirectory() as scratch, chdir(scratch):
        Path("folder.policy").mkdir()
        Path("file").touch()
        for _, found in checked_files([Path(path) for path in _PATHS], Path(), "checking"):
            yield from found
    yield from editions(Path("policies_of_ours"))[1]
    yield from said_of_facts()
    yield from said_of_logs()
    yield from said_of_choices()


def _said_of(files: Mapping[str, str | bytes]) -> Iterator[Diagnostic]:
    """What `policy check` says of a folder that holds these files and is the library too."""
    with TemporaryDirectory() as scratch, chdir(scratch):
        for name, content in files.items():
            Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        paths = policy_files([Path()])
        policies = []
        for checked, found in checked_files(paths, Path(), "checking"):
            yield from found
            policies += [checked] if checked is not None else []
        yield from overlaps(list_files(paths)[0])
        yield from names_never_had(policies)


def chosen(found: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """By code the messages to show: the first of those that differ only in what they quote.

    What cannot be read is shown once for each help as well, which says what was likely meant.
    """
    by_code: dict[str, dict[str, Diagnostic]] = {}
    for one in found:
        said = _QUOTED.sub("", one.message)
        if one.code == "syntax" and "expected" not in (one.help or ""):
            said += _QUOTED.sub("", one.help or "")
        by_code.setdefault(one.code, {}).setdefault(said, one)
    return {code: [*by_code[code].values()] for code in sorted(by_code)}


def to_markdown(gallery: Mapping[str, list[Diagnostic]]) -> str:
    """The page."""
    parts = [_OPENING]
    for code, messages in gallery.items():
        shown = "\n\n".join(render(one) for one in messages)
        parts.append(f"\n## {code}\n\n```text\n{shown}\n```\n")
    return "".join(parts)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(to_markdown(chosen(said())), "utf-8")
