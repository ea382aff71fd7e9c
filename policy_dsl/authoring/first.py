"""The text of a first policy file: it checks, is laid out, and its example passes."""

from __future__ import annotations

import re
from datetime import date, timedelta

from policy_dsl.values.periods import FIRST_YEAR, LAST_YEAR

_APRIL = 4
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
_YEARS = re.compile(r"(\d{4})-(\d\d)")

_TEXT = """\
# A first edition that works. Put your framework in place of what is here, a rule at a time. Look
# each time: `policy check` says what is wrong, `policy fmt` lays out, `policy test` tries it.

policy {name} version {version}
    title    "The title of the framework"
    in force {first} to {last}
    rates    provider each quarter

# Every rule cites where it stands, as in [GUIDE p 3]. A source is `unverified` until somebody has
# read the rule in it: then it is `published`, `secondary` or `derived`.

source GUIDE unverified "The title of the document", "Its publisher and date"

scale colour best to worst: green, amber, red                                 [GUIDE p 1]

# What has to be known of each provider.

facts each quarter                                                            [GUIDE p 2]
    seen_in_time percent to 1 place from 0% to 100% "Patients seen in time"
    plan_on_time yes_or_no                          "Improvement plan sent on time"

# The first case that holds decides.

rating access: colour                                                         [GUIDE p 3]
    green when seen_in_time >= 95%
    amber when seen_in_time >= 90%
    red   otherwise

# An override binds, whatever the rating started with.

rating overall: colour                                                        [GUIDE p 4]
    start with access
    override late_plan no better than amber when not plan_on_time

# What must come out, and why. `policy test --coverage` shows what no example reaches yet.

example "A late plan holds the rating at amber"
    given seen_in_time 97.5%, plan_on_time no
    expect access green, overall amber because late_plan
"""


class Unnameable(ValueError):  # noqa: N818  # what was asked for, and no fault
    """No policy can have this name or version; the message says why."""


def first_text(name: str, version: str | None, today: date) -> str:
    """The text of a first policy file.

    Without a ``version`` it is that of the financial year of ``today``. It is in force for the
    financial year that its version names (``2026-27``, ``2026``), or for that of ``today``.

    Raises:
        Unnameable: if no policy can have the name or the version.
    """
    year = today.year if today.month >= _APRIL else today.year - 1
    version = version if version is not None else two_years(year)
    reject_unnameable(name, version)
    year = _year_of(version) or year
    first = date(year, _APRIL, 1)
    last = date(year + 1, _APRIL, 1) - timedelta(days=1)
    return _TEXT.format(name=name, version=version, first=first, last=last)


def two_years(year: int) -> str:
    """The financial year that begins in a year, as versions write it: ``2026-27``."""
    return f"{year}-{(year + 1) % 100:02}"


def is_two_years(version: str) -> bool:
    """Whether a version names a financial year, as ``2026-27`` does."""
    found = _YEARS.fullmatch(version)
    return found is not None and version == two_years(int(found[1]))


def reject_unnameable(name: str, version: str) -> None:
    """Nothing, where a policy can have the name and the version.

    Raises:
        Unnameable: otherwise.
    """
    if not _NAME.fullmatch(name):
        raise Unnameable(
            f"{name!r} is no name of a policy: it has parts of letters, figures and `_`, joined by"
            " dots, the regulator first, as in nhs.oversight_framework"
        )
    if not _VERSION.fullmatch(version):
        raise Unnameable(
            f"{version!r} is no version: it is made of letters, figures, `.`, `-` and `_`, as in"
            " 2026-27"
        )


def _year_of(version: str) -> int | None:
    named = version[:4] if is_two_years(version) else version
    if not re.fullmatch(r"[0-9]{4}", named):
        return None
    year = int(named)
    return year if FIRST_YEAR <= year < LAST_YEAR else None
