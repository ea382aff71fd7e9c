"""The document as one HTML page that stands by itself; everything from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from policy_dsl.show.document import Block, Bullets, Document, Grid, Item, Note, Paragraph
from policy_dsl.source import printable

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 Georgia, "Times New Roman", serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; }
h1, h2, h3, th, dt { font-family: system-ui, "Helvetica Neue", Arial, sans-serif; }
h1 { line-height: 1.2; margin-bottom: .5rem; }
h2 { border-bottom: 1px solid #8888; padding-bottom: .2rem; margin-top: 2.5rem; }
h3 { margin: 1.6rem 0 .3rem; }
p, ul, ol { margin: .3rem 0 .6rem; }
dl { display: grid; grid-template-columns: max-content auto; gap: .1rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
.note { color: #666; border-left: 3px solid #8886; padding-left: .8rem; font-style: italic; }
@media (prefers-color-scheme: dark) { .note { color: #aaa; } }
cite { font-style: normal; font-size: .85em; opacity: .75; white-space: nowrap; }
h3 cite { font-weight: 400; }
table { border-collapse: collapse; margin: .5rem 0 1rem; font-size: .92em; }
th, td { text-align: left; vertical-align: top; padding: .25rem .8rem .25rem 0;
  border-bottom: 1px solid #8884; }
.wide { overflow-x: auto; }
@media print {
  body { font-size: 10.5pt; max-width: none; margin: 0; }
  h2, h3 { break-after: avoid; } tr, li { break-inside: avoid; } .wide { overflow: visible; }
  thead { display: table-header-group; }
}
"""


def to_html(document: Document) -> str:
    """A whole page without anything that it would have to fetch."""
    title = _text(document.title)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(_parts(document))
        + "\n</body>\n</html>\n"
    )


def _parts(document: Document) -> Iterator[str]:
    yield f"<h1>{_text(document.title)}</h1>"
    pairs = "".join(
        f"<dt>{_text(key)}</dt><dd>{_text(value)}</dd>" for key, value in document.about
    )
    yield f"<dl>{pairs}</dl>"
    for block in document.opening:
        yield from _block(block)
    for section in document.sections:
        level = section.level
        place = f' id="{_text(section.name)}"' if section.name else ""
        yield f"<h{level}{place}>{_said(section.title, section.cites)}</h{level}>"
        for block in section.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield f"<p>{_said(block.text, block.cites)}</p>"
        case Note():
            yield f'<p class="note">{_text(block.text)}</p>'
        case Bullets():
            yield _list(block.items)
        case Grid():
            heads = _cells(block.heads, "th")
            yield f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>'
            yield from (f"<tr>{_cells(row, 'td')}</tr>" for row in block.rows)
            yield "</tbody></table></div>"


def _list(items: Sequence[Item]) -> str:
    shown = "".join(
        f"<li>{_said(item.text, item.cites)}{_list(item.items) if item.items else ''}</li>"
        for item in items
    )
    return f"<ul>{shown}</ul>"


def _cells(cells: Sequence[str], tag: str) -> str:
    return "".join(f"<{tag}>{_text(cell)}</{tag}>" for cell in cells)


def _said(text: str, cites: str) -> str:
    return _text(text) + (f" <cite>{_text(cites)}</cite>" if cites else "")


def _text(text: str) -> str:
    return escape(printable(text))
