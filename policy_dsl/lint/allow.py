"""``# allow CODE: reason``: a finding that stands, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from policy_dsl.lint.comments import Comment, comments
from policy_dsl.source import Diagnostic, Edit, SourceText, Span, did_you_mean, warning

WITHOUT_REASON = "allow-without-reason"
UNKNOWN = "allow-unknown-code"
IDLE = "allow-silences-nothing"
#: What no example reaches and what fault none notices, which only running them can tell.
NOT_REACHED, SURVIVES = "not-reached", "survives"
#: What is said of the comments themselves, which no comment silences.
CODES = (WITHOUT_REASON, UNKNOWN, IDLE)

_ALLOW = re.compile(r"#\s*allow\s+(?P<code>[\w-]+)\s*(?::\s*(?P<reason>.*))?$")


@frozen(eq=False)
class Allowance:
    """One comment, the line it speaks of and what is wrong with it, if anything."""

    comment: Comment
    code: str
    place: Span
    line: int
    reason: str


@frozen(eq=False)
class Allowing:
    """What is left of the findings on a text, and what is to say of its ``allow`` comments.

    ``edits`` take away the comments that silence nothing; ``allowed`` are the findings that stand,
    each with the reason.
    """

    left: tuple[Diagnostic, ...]
    said: tuple[Diagnostic, ...]
    edits: tuple[Edit, ...] = ()
    allowed: tuple[tuple[Diagnostic, str], ...] = ()


def allowing(source: SourceText, found: Iterable[Diagnostic], codes: Iterable[str]) -> Allowing:
    """Takes out of ``found`` what comments in the text allow.

    A comment beside a line speaks of that line, one with a line to itself of the next line that is
    none.  It silences one finding whose first label begins on that line.

    Args:
        source: the text that the findings are about.
        found: all findings on it.
        codes: every code that one of these can have; comments about others are passed over.
    """
    left = list(found)
    known = frozenset(codes)
    said: list[Diagnostic] = []
    edits: list[Edit] = []
    allowed: list[tuple[Diagnostic, str]] = []
    for one in allowances(source):
        if one.code not in known:
            continue
        silenced = next((item for item in left if _is_about(item, source, one)), None)
        if silenced is None:
            message = f"nothing on line {one.line} is reported as `{one.code}`"
            said.append(warning(IDLE, message, source, one.comment.span, "take the comment away"))
            edits.append(_away(source, one.comment))
        elif not one.reason:
            message = f"`allow {one.code}` gives no reason"
            help = f"say why it stands: `# allow {one.code}: reason`"
            said.append(warning(WITHOUT_REASON, message, source, one.comment.span, help))
        else:
            left.remove(silenced)
            allowed.append((silenced, one.reason))
    return Allowing(tuple(left), tuple(said), tuple(edits), tuple(allowed))


def unknown(source: SourceText, codes: Iterable[str]) -> Iterator[Diagnostic]:
    """The ``allow`` comments of a text that name none of the codes there are."""
    known = sorted(set(codes))
    for one in allowances(source):
        if one.code not in known:
            help = did_you_mean(one.code, known) or "name the code in brackets of the finding"
            yield warning(UNKNOWN, f"there is no finding `{one.code}`", source, one.place, help)


def allowances(source: SourceText) -> Iterator[Allowance]:
    """The ``allow`` comments of a text."""
    held = list(comments(source))
    alone = {comment.line for comment in held if comment.alone}
    for comment in held:
        found = _ALLOW.match(comment.text)
        if found is None:
            continue
        start = comment.span.start
        place = Span(start + found.start("code"), start + found.end("code"))
        line = comment.line
        while line in alone:
            line += 1
        yield Allowance(comment, found["code"], place, line, (found["reason"] or "").strip())


def _is_about(item: Diagnostic, source: SourceText, one: Allowance) -> bool:
    return (
        item.code == one.code
        and item.source is source
        and bool(item.labels)
        and source.position(item.labels[0].span.start).line == one.line
    )


def _away(source: SourceText, comment: Comment) -> Edit:
    text = source.text
    start, end = comment.span.start, comment.span.end
    while start and text[start - 1] in " \t":
        start -= 1
    if comment.alone and end < len(text):
        end += 1
    return Edit(Span(start, end), "")
