"""Writes the highlighting for editors, made from the grammar.

python -m policy_dsl.highlight docs/editors/vscode      the folder that VS Code asks for
python -m policy_dsl.highlight policy.tmLanguage.json   the TextMate grammar alone
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from policy_dsl.highlight.textmate import vscode

_GRAMMAR = "syntaxes/policy.tmLanguage.json"


def main(arguments: Sequence[str]) -> int:
    """Writes what is asked for; 2 where that is not said."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    target = Path(arguments[0])
    files = vscode()
    wanted = {target: files[_GRAMMAR]} if target.suffix == ".json" else {}
    for path, text in wanted.items() or ((target / name, text) for name, text in files.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
