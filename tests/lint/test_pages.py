"""Every rule has a page; the bad example on it is found, the good one is not, and a fix mends.

``UPDATE_DOCS=1`` writes what is said today into the pages.
"""

from __future__ import annotations

import os
import re

import pytest

from policy_dsl.findings import fix
from policy_dsl.lint import CODES
from policy_dsl.source import SourceText, render_all
from tests.docs.documents import blocks_of
from tests.lint.reading import PAGES, found, page, told

#: The rules whose edits mend their bad example.
WITH_FIX = {
    "mixed-names",
    "simpler-table",
    "threshold-in-words",
    "unmarked-unverified",
    "unused-group",
    "unused-source",
}


def test_every_rule_has_a_page_a_line_and_a_test() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    assert pages == set(CODES)
    listed = set(re.findall(r"^\| \[([\w-]+)\]\(\1\.md\)", (PAGES / "README.md").read_text(), re.M))
    assert listed == set(CODES)
    here = {path.stem for path in PAGES.parents[1].joinpath("tests/lint").glob("test_*.py")}
    assert {f"test_{code.replace('-', '_')}" for code in CODES} <= here


@pytest.mark.parametrize("code", CODES)
def test_the_page(code: str) -> None:
    bad, good = page(code)
    assert {name for name, _, _ in told(bad)} == {code}
    assert told(good) == []
    (shown,) = [b for b in blocks_of(PAGES / f"{code}.md") if b.language == "text"]
    said = found(bad).said
    text = render_all(said).replace("sample.policy", f"{code}.policy") + "\n"
    if os.environ.get("UPDATE_DOCS") and shown.text != text:
        whole = (PAGES / f"{code}.md").read_text("utf-8")
        before = f"```text\n{shown.text}```"
        assert whole.count(before) == 1
        (PAGES / f"{code}.md").write_text(whole.replace(before, f"```text\n{text}```"), "utf-8")
    else:
        assert shown.text == text


@pytest.mark.parametrize("code", CODES)
def test_the_fix_of_the_bad_example(code: str) -> None:
    bad, _ = page(code)
    done = fix(found(bad))
    assert bool(done.mended) == (code in WITH_FIX)
    if done.mended:
        assert told(done.source.text) == []
    else:
        assert done.source.text == bad


def test_findings_in_the_order_of_the_text() -> None:
    bad, _ = page("unused-fact")
    text = bad.replace("source WG", 'source OLD secondary "Old"\nsource WG')
    assert [code for code, _, _ in told(text)] == ["unused-source", "unused-fact"]


def test_the_fix_is_laid_out_where_the_text_was() -> None:
    from policy_dsl.format import formatted

    bad, _ = page("simpler-table")
    tidy, _ = formatted(SourceText("sample.policy", bad))
    assert tidy is not None
    done = fix(found(tidy.text)).source
    again, _ = formatted(done)
    assert again is done
