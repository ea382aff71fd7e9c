"""Places in documents as citations write them: ``para 22``, ``paras 66-67``, ``3.5``."""

from __future__ import annotations

import re

#: What documents number by itself, in the singular.
_NUMBERED = "annex para|para|table|figure|step|page|regulation|section|schedule"
_ONE = re.compile(rf"(?P<what>{_NUMBERED}|paragraph) (?P<number>\d+[A-Z]?)", re.ASCII)
_SEVERAL = re.compile(
    r"(?P<what>annex para|para|table|figure)s (?P<first>\d+)-(?P<last>\d+)", re.ASCII
)
_OTHERS = (
    re.compile(r"(section )?\d+(\.\d+)*(\(\d+\))*", re.ASCII),  # sections by number: 3.5, 63(7)
    re.compile(r"s\d+[A-Z]?", re.ASCII),  # sections of an Act: s65B
    re.compile(r"[A-Z]+\d{4}\.\d+", re.ASCII),  # a paper of several, by its number: TB2012.89
)


def is_place(text: str) -> bool:
    """Whether a place is written in one of the known forms; several are joined by a comma."""
    return all(_is_one_place(part) for part in text.split(", "))


def _is_one_place(text: str) -> bool:
    several = _SEVERAL.fullmatch(text)
    if several is not None:
        return int(several["first"]) < int(several["last"])
    return any(form.fullmatch(text) for form in (_ONE, *_OTHERS))


def places(text: str) -> tuple[str, ...]:
    """The single places that a place stands for: ``paras 66-67`` are ``para 66`` and ``para 67``.

    What is in none of the forms stands for itself.
    """
    return tuple(place for part in text.split(", ") for place in _places(part))


def _places(text: str) -> tuple[str, ...]:
    several = _SEVERAL.fullmatch(text)
    if several is not None:
        numbers = range(int(several["first"]), int(several["last"]) + 1)
        return tuple(f"{several['what']} {number}" for number in numbers)
    one = _ONE.fullmatch(text)
    if one is not None and one["what"] == "paragraph":
        return (f"para {one['number']}",)
    return (text,)
