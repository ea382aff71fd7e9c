"""Pages whose commands write files: run in a scratch folder, where the edits shown are made too.

A ``console scratch`` block runs there, and a ``diff edit`` block changes a file as it says, in the
order of the page. The folder begins as a copy of ``docs/examples/PAGE``.
"""

from __future__ import annotations

from pathlib import Path

from tests.docs.documents import Block, blocks_of, documents


def pages() -> list[Path]:
    """The pages that have such blocks."""
    return [path for path in documents() if any(map(is_step, blocks_of(path)))]


def is_step(block: Block) -> bool:
    """Whether a block belongs to the work in the scratch folder."""
    return (block.language, block.mark) in {("console", "scratch"), ("diff", "edit")}


def edit(block: Block, folder: Path) -> None:
    """Makes the edit that a block shows.

    The first line names the file; `@@` parts one place from the next. A line that begins with a
    blank must be there, one with `-` goes and one with `+` comes.

    Raises:
        AssertionError: if what is to be changed does not stand in the file exactly once.
    """
    head, *lines = block.text.removesuffix("\n").split("\n")
    assert head.startswith("--- "), f"{block}: begin with `--- FILE`"
    path = folder / head.removeprefix("--- ")
    text = path.read_text("utf-8")
    for place in "\n".join(lines).split("\n@@\n"):
        marked = place.split("\n")
        assert all(not line or line[0] in " -+" for line in marked), f"{block}: {place}"
        old, new = (
            "".join(f"{line[1:]}\n" for line in marked if line[:1] in {"", " ", sign})
            for sign in "-+"
        )
        assert text.count(old) == 1, f"{block}: this stands {text.count(old)} times:\n{old}"
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
