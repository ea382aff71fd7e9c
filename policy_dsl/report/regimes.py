"""docs/regimes.md: which part of each published document is encoded by which rule.

    python -m policy_dsl.report.regimes docs/regimes.toml docs/regimes.md

The rules come from the citations of the policies; what the documents hold, from the data file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from policy_dsl.library import editions, library_folder
from policy_dsl.report.citing import EXAMPLE, FACT, Cited, cited_in
from policy_dsl.report.documents import Document, Holds, Part, faults_in, read_documents
from policy_dsl.report.places import is_place, places
from policy_dsl.syntax.parse import parse
from policy_dsl.syntax.sources import Source

_OPENING = """\
# Regimes

For each published document: which part is encoded by which rule, which is narrative, and which is
open.

This page is made from the citations of the policies and from [regimes.toml](regimes.toml), which
says in our own words what each part holds; `make docs` writes it. A rule stands under the place
that it cites itself. `reached.directions` is the override `directions` of the rating `reached`.
Facts and examples are counted.
"""
_WHOLE = "as a whole"


@frozen
class Edition:
    """One policy file with its sources and citations; ``path`` is as seen from the library."""

    path: str
    edition: str
    sources: dict[str, Source]
    cited: tuple[Cited, ...]


def read_editions(library: Path) -> tuple[Edition, ...]:
    """The editions of a library, by name and first day.

    Raises:
        ValueError: if a file cannot be read as a policy.
    """
    found, said = editions(library)
    if said:
        raise ValueError(said[0].message)
    read = []
    for one in found:
        file, mistakes = parse(one.source)
        if mistakes:
            raise ValueError(f"{one.path}: {mistakes[0].message}")
        sources = {item.name.text: item for item in file.declarations if isinstance(item, Source)}
        path = one.path.relative_to(library).as_posix()
        read.append(Edition(path, f"{one.name}@{one.version}", sources, tuple(cited_in(file))))
    return tuple(read)


def to_markdown(documents: Sequence[Document], read: Sequence[Edition]) -> str:
    """The whole page."""
    return "\n".join([_OPENING, *(line for one in documents for line in _section(one, read))])


def _section(document: Document, read: Sequence[Edition]) -> Iterator[str]:
    yield f"## {document.title}"
    yield ""
    yield f"{document.by}. `{document.file}`"
    ids = sorted(
        {source for one in read for source in one.sources if _is_of(document, one, source)}
    )
    if ids:
        yield f"Cited as {', '.join(f'`{name}`' for name in ids)}."
    else:
        yield "Cited by no policy."
    if document.note:
        yield document.note
    yield ""
    yield "| place | what it holds | where it is |"
    yield "|---|---|---|"
    whole = _who(document, read, ("",))
    if whole:
        yield f"| {_WHOLE} | | {whole} |"
    for part in document.parts:
        yield f"| {part.written} | {part.about} | {_where(document, part, read)} |"
    yield ""


def _where(document: Document, part: Part, read: Sequence[Edition]) -> str:
    match part.holds:
        case Holds.NARRATIVE:
            return "narrative"
        case Holds.OPEN:
            return f"open: {part.remains}"
        case Holds.WHOLE:
            where = f"encoded, cited {_WHOLE}"
        case Holds.RULES:
            where = _who(document, read, part.places)
    return f"{where}<br>open: {part.remains}" if part.remains else where


def _who(document: Document, read: Sequence[Edition], wanted: Sequence[str]) -> str:
    """The rules of each edition that cite one of the places, on a line for each edition."""
    lines = []
    for one in read:
        for source in one.sources:
            if not _is_of(document, one, source):
                continue
            rules = [
                cited.rule
                for cited in one.cited
                if cited.source == source and set(places(cited.place)) & set(wanted)
            ]
            if rules:
                grade = one.sources[source].grade.text
                doubt = "" if grade == "published" else f" ({grade})"
                lines.append(f"[{one.edition}](../policies/{one.path}){doubt}: {_listed(rules)}")
    return "<br>".join(lines)


def _listed(rules: Sequence[str]) -> str:
    named: dict[str, list[str]] = {}  # `finance row` and the numbers of its rows
    for rule in dict.fromkeys(rules):
        if rule not in (FACT, EXAMPLE):
            name, _, number = rule.rpartition(" ")
            known = named.setdefault(name if number.isdecimal() else rule, [])
            known.extend([number] if number.isdecimal() else [])
    listed = [
        f"`{name}`" if not numbers else _numbered(name, numbers) for name, numbers in named.items()
    ]
    for word in (FACT, EXAMPLE):
        count = rules.count(word)
        if count:
            listed.append(f"{count} {word}{'s' if count > 1 else ''}")
    return ", ".join(listed)


def _numbered(name: str, numbers: Sequence[str]) -> str:
    name, word = name.rsplit(" ", 1)
    return f"`{name}` {word}{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"


def _is_of(document: Document, one: Edition, source: str) -> bool:
    return one.sources[source].title.text in document.cited_as


def faults(documents: Sequence[Document], read: Sequence[Edition]) -> list[str]:
    """Where the data file, the documents and the citations do not agree."""
    found = [fault for document in documents for fault in faults_in(document)]
    titles = {source.title.text for one in read for source in one.sources.values()}
    for document in documents:
        found += [
            f"{document.title}: no policy cites it as {title!r}"
            for title in document.cited_as
            if title not in titles
        ]
        found += _disagreements(document, read)
    found += [
        f"{one.edition}: [{cited.source} {cited.place}] is in no known form"
        for one in read
        for cited in dict.fromkeys(one.cited)
        if cited.place and not is_place(cited.place)
    ]
    return found


def _disagreements(document: Document, read: Sequence[Edition]) -> Iterator[str]:
    there = {"", *document.places}
    for one in read:
        for cited in dict.fromkeys(one.cited):
            if cited.source in one.sources and _is_of(document, one, cited.source):
                lost = [place for place in places(cited.place) if place not in there]
                if lost:
                    yield f"{one.edition}: {document.title} has no {', '.join(lost)} ({cited.rule})"
    for part in document.parts:
        who = _who(document, read, part.places)
        place = f"{document.title}: {part.written}"
        if part.holds is Holds.RULES and not who:
            yield f"{place} is said to be encoded, and no rule cites it"
        if part.holds in (Holds.NARRATIVE, Holds.OPEN) and who:
            yield f"{place} is said to be {part.holds.value}, but see {who}"
        if part.holds is Holds.OPEN and not part.remains:
            yield f"{place} is open, and nothing says why"
        if part.holds is Holds.WHOLE and not _who(document, read, ("",)):
            yield f"{document.title}: no rule cites it {_WHOLE}"


def main(arguments: Sequence[str]) -> int:
    """Writes the page; 1 where something does not agree, which is said on stderr."""
    data, page = map(Path, arguments)
    documents, read = read_documents(data), read_editions(library_folder())
    page.write_text(to_markdown(documents, read), "utf-8")
    found = faults(documents, read)
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
