"""The published documents, part by part, as a data file lists them."""

from __future__ import annotations

import tomllib
from collections import Counter
from enum import Enum
from pathlib import Path
from typing import Any

from attrs import frozen

from policy_dsl.report.places import places


class Holds(Enum):
    """What a part of a document holds, as the data file writes it."""

    RULES = "rules"
    WHOLE = "whole"  # rules of a document that policies cite as a whole
    NARRATIVE = "narrative"
    OPEN = "open"


@frozen
class Part:
    """``["para 22", "rules", "How long a failure lasts before designation"]``.

    ``remains`` says what of it is open, and why.
    """

    written: str
    places: tuple[str, ...]
    holds: Holds
    about: str
    remains: str


@frozen
class Document:
    """A document, the titles under which policies cite it, and all that it numbers."""

    title: str
    by: str
    file: str
    note: str
    cited_as: tuple[str, ...]
    places: tuple[str, ...]
    parts: tuple[Part, ...]


def read_documents(path: Path) -> tuple[Document, ...]:
    """The documents of a data file.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it is not TOML, or does not say of each document what is wanted.
        KeyError: the same.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    return tuple(_document(entry) for entry in data["document"])


def _document(entry: dict[str, Any]) -> Document:
    return Document(
        title=entry["title"],
        by=entry["by"],
        file=entry["file"],
        note=entry.get("note", ""),
        cited_as=tuple(entry["cited_as"]),
        places=tuple(place for written in entry["has"] for place in places(written)),
        parts=tuple(_part(*part) for part in entry["parts"]),
    )


def _part(written: str, holds: str, about: str, remains: str = "") -> Part:
    return Part(written, places(written), Holds(holds), about, remains)


def faults_in(document: Document) -> list[str]:
    """Places that no part covers, that two do, or that the document does not have."""
    covered = Counter(place for part in document.parts for place in part.places)
    there = dict.fromkeys(document.places)
    return [
        *(f"{document.title}: nothing is said of {place}" for place in there if not covered[place]),
        *(f"{document.title}: two parts hold {place}" for place in covered if covered[place] > 1),
        *(f"{document.title}: there is no {place}" for place in covered if place not in there),
    ]
