"""What people write who know the framework, or another language, better than this one.

Nothing here is taken at its word: a rewriting is offered only if the parser reads the line with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _date(found: re.Match[str]) -> str:
    """A day as people write it, day first, in the language's own way."""
    month = found[2].lower()
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    return f"{found[3]}-{number:02}-{int(found[1]):02}"


_WINDOWS = (
    "say how many of them: `for {0} consecutive {1}`, `in any of the {0} previous {1}`, "
    "`in at least 1 of the last {0} {1}`"
)

Rewriting = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str], str]

#: A pattern, what stands for it here, and the help to offer: in it, `{new}` is what stands for it,
#: and `{0}` the first group of the pattern.  Without a help, "write" what stands for it.
_SAID: tuple[tuple[str, str | Callable[[re.Match[str]], str], str], ...] = (
    # Lines with their parts the other way round.
    (r"(?:otherwise|else)\b\W*(\w+)$", r"\1 otherwise", ""),
    (r"(?:when|if)\b (.+?),? then (\w+)$", r"\2 when \1", ""),
    (
        r"override (\w+) (when .+) (becomes|no better than|no worse than) (\w+)$",
        r"override \1 \3 \4 \2",
        "",
    ),
    # Parts that are wanting, or not wanted.
    (r"override (no (?:better|worse) than|becomes)\b", r"override NAME \1", "name it: `{new}`"),
    (r"^\|[-:| ]+\|$", "", "leave this line out: a table has none below its head"),
    (r"\| *(?=\|)", "| - ", "write `-` in an empty cell"),
    (r"\| *[-*]? *(?=\|)", "| any ", "write `any` in a cell that does not matter"),
    (r"\b[Nn]/?[Aa]\b", "-", "write `-` where nothing is supplied"),
    (r">=? ?(\S+) and <=? ?(\S+)", r"\1 to \2", "write a range, both ends included: `{0} to ...`"),
    (r"\bthe (?=\w)", "", ""),
    (r", \w+ not known|\w+ not known, ", "", "leave it out: what is not given is not known"),
    (
        r"\b((?:count|sum) (?:of|distinct) .+ where .+?) (?=(?:[<>!]=?|=) \S+$)",
        r"(\1) ",
        "put the selection in brackets: `{new}`",
    ),
    (r"\bany (\w+) of (\w+) is\b", r"any of \2 where \1 is", ""),
    (r"\(([A-Za-z]\w*(?: [^()]*)?)\)$", r"[\1]", ""),
    # Time.
    (r"\bin the (?:last |previous )?(\d+) (?:previous )?(\w+)", r"for \1 consecutive \2", _WINDOWS),
    (r"\b(?:for )?(\d+) (\w+) (?:in a row|running)", r"for \1 consecutive \2", ""),
    (r"\bfor (\d+) (?:successive )?(\w+)$", r"for \1 consecutive \2", ""),
    (r"\bwithin (\d+ \w+) (?:of|from)\b", r"\1 after", ""),
    (r"\bdays (?:from|of)\b", "days after", ""),
    (r"\bago\b", "earlier", ""),
    (r"\b(?:in the )?(?:last|previous) (quarter|month|year)\b", r"1 \1 earlier", ""),
    (r"\b(\w+) \+ (\d+ (?:working days?|weeks?|months?|years?))", r"\2 after \1", ""),
    (r"\bquarterly\b", "each quarter", ""),
    (r"\bmonthly\b", "each month", ""),
    (r"\b(?:yearly|annually)\b", "each year", ""),
    (r"\bevery\b", "each", ""),
    (rf"(?i)\b(\d\d?)[ ./-](\d\d?|(?:{'|'.join(_MONTHS)})[a-z]*)[ ./,-]+(\d{{4}})\b", _date, ""),
    (r"(?<=version )(\w+)/(\w+)", r"\1-\2", ""),
    (r"\b(?:until|till)\b", "to", ""),
    # Figures.
    (r"\b(\d[\d.]*) ?(?:%|percent|per cent)", r"\1%", ""),
    (r"\b(\d[\d.]*) ?- ?(\d[\d.]*)%", r"\1% to \2%", ""),
    (r"\b(\d[\d.]*%?) ?- ?(\d[\d.]*%?)", r"\1 to \2", ""),
    (
        r"\b(\d[\d.]*)(?:x|times)\b",
        r"\1",
        "write `{new}`: a number has no unit but `%`, `£`, `days`",
    ),
    (r"\b(\d{1,3})[ ,](\d{3})\b", r"\1\2", ""),
    (r"\b(\d+),(\d\d?)\b", r"\1.\2", ""),
    (r"(?<![\d\w])\.(\d+)", r"0.\1", ""),
    (r"\bdecimal (?=places?\b)", "", ""),
    (r"\bbetween (\S+) and (\S+)", r"from \1 to \2", ""),
    (r"\bbetween (\S+) and (\S+)", r"\1 to \2", ""),
    (r"(\w[\w.]*) (?:is )?between (\S+) and (\S+)", r"\1 >= \2 and \1 <= \3", ""),
    (r"(£?\d[\d.]*)(?:k|m|bn)\b", r"\1", "write the figure in full, such as `£100,000`"),
    # Types.
    (r"\byes ?(?:/|or) ?no\b", "yes_or_no", ""),
    (r"(?<= )%(?= )", "percent", ""),
    (r"\boptional (\w+)", r"\1 or nothing", ""),
    (r"\benum\b", "choice", ""),
    # Words and signs of conditions.
    (r"\bif\b", "when", ""),
    (r"\bwhenever\b", "when", ""),
    (r"\bunless\b", "when not", ""),
    (r"\belse\b", "otherwise", ""),
    (r"\bwhich\b", "where", ""),
    (r"&&| & ", " and ", ""),
    (r"\|\|", "or", ""),
    (r"!(?=\w)", "not ", ""),
    (r"==|\bequals\b", "=", ""),
    (r"\bno (?=\w)", "not ", ""),
    (r"=>", ">=", ""),
    (r"=<", "<=", ""),
    (r"<>", "!=", ""),
    (r"\b(?:is )?(?:at least|not less than)\b", ">=", ""),
    (r"\b(?:is )?(?:at most|not more than|up to)\b", "<=", ""),
    (r"\b(?:is )?(?:less than|fewer than|below|under)\b", "<", ""),
    (r"\b(?:is )?(?:more than|greater than|above|over)\b", ">", ""),
    (r"\bround(up|down)\b", r"round \1", ""),
    (r"\b(average|sum|count|lowest|highest|best|worst)\b(?= ?\()", r"\1 of", ""),
    (
        r"\b((?:average|sum|lowest|highest|best|worst) of) (\w+)(?:, | and )(\w+)",
        r"\1 (\2, \3)",
        "",
    ),
    (r"\bmax(?:imum)?\b(?: of)?(?= ?\()", "highest of", ""),
    (r"\bmin(?:imum)?\b(?: of)?(?= ?\()", "lowest of", ""),
    (r"\bnumber of\b", "count of", ""),
    (r"\btotal of\b", "sum of", ""),
    (r"\bmean of\b", "average of", ""),
    # Words of other lines.
    (r"\b(?:capped at|at most|limited to|not better than)\b", "no better than", ""),
    (r"\b(?:at least|not worse than)\b", "no worse than", ""),
    (r"\b(?:is|set to)\b|=(?= )", "becomes", ""),
    (r"^for (?=\w)", "applies to ", ""),
    (r"^(?:for|kind) (?=\w)", "of kind ", ""),
    (r"^(\w+): (.+)$", r"\1 when \2", ""),
    (r"^=? ?((?:best|worst|average|highest|lowest) )", r"start with \1", ""),
    (r"\bstarts? from\b", "start with", ""),
    (r"\b(?:ignore|skip|exclude)\b", "leave out", ""),
    (r"(?<=when missing )(\w+)$", r"counts as \1", ""),
    (r"^(?://|/\*|--)", "#", ""),
    # Signs between the parts of a line.
    (r" ?/ ?", " or ", ""),
    (r"(?<=\w), ", " or ", ""),
    (r" (?:or|and|>) ", ", ", ""),
    (r" (?:=|is)(?= )", "", ""),
)

#: In the order in which they are tried.
REWRITINGS: tuple[Rewriting, ...] = tuple(
    (re.compile(pattern), new, help) for pattern, new, help in _SAID
)
