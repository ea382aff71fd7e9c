"""The language for editors: a TextMate grammar, and the small folder that VS Code asks for."""

from __future__ import annotations

import json
from typing import Any

from policy_dsl._version import VERSION
from policy_dsl.highlight import patterns

SCOPE = "source.policy"


def grammar() -> dict[str, Any]:
    """The TextMate grammar, which VS Code, JetBrains, Sublime Text and others read."""
    named = {"name": "entity.name.type.policy"}
    word = {"name": "keyword.declaration.policy"}
    rules: list[dict[str, Any]] = [
        {"name": "comment.line.number-sign.policy", "match": patterns.COMMENT},
        {"name": "string.quoted.double.policy", "match": patterns.STRING},
        {"name": "entity.other.attribute-name.citation.policy", "match": patterns.CITATION},
        {
            "match": patterns.graded(),
            "captures": {"1": word, "3": named, "5": {"name": "storage.modifier.grade.policy"}},
        },
        {"match": patterns.declaration(), "captures": {"1": word, "3": named}},
        {"match": patterns.line(), "captures": {"2": {"name": "keyword.control.policy"}}},
        {"name": "constant.numeric.date.policy", "match": patterns.DATE},
        {"name": "constant.numeric.policy", "match": patterns.FIGURE},
        {"name": "constant.language.policy", "match": patterns.of_kind("constants")},
        {"name": "keyword.operator.word.policy", "match": patterns.of_kind("operators")},
        {"name": "keyword.other.policy", "match": patterns.of_kind("others")},
        {"name": "support.type.policy", "match": patterns.of_kind("types")},
        {"name": "keyword.operator.policy", "match": patterns.SIGN},
        {"name": "punctuation.separator.policy", "match": r"[|(),:]"},
        {"name": "variable.other.policy", "match": patterns.NAME},
    ]
    return {
        "name": "Policy",
        "scopeName": SCOPE,
        "fileTypes": ["policy"],
        "patterns": rules,
    }


def vscode() -> dict[str, str]:
    """The files of a VS Code extension by their path in its folder."""
    package = {
        "name": "policy-language",
        "displayName": "Policy language",
        "description": "Highlighting for policies: how health organisations are rated, as code",
        "version": VERSION,
        "publisher": "policy-dsl",
        "license": "MIT",
        "engines": {"vscode": "^1.75.0"},
        "categories": ["Programming Languages"],
        "contributes": {
            "languages": [
                {
                    "id": "policy",
                    "aliases": ["Policy"],
                    "extensions": [".policy"],
                    "configuration": "./language-configuration.json",
                }
            ],
            "grammars": [
                {
                    "language": "policy",
                    "scopeName": SCOPE,
                    "path": "./syntaxes/policy.tmLanguage.json",
                }
            ],
            "configurationDefaults": {
                "[policy]": {
                    "editor.tabSize": 4,
                    "editor.insertSpaces": True,
                    "editor.rulers": [78, 100],
                    "files.trimTrailingWhitespace": True,
                }
            },
        },
    }
    pairs = [["(", ")"], ["[", "]"]]
    configuration = {
        "comments": {"lineComment": "#"},
        "brackets": pairs,
        "autoClosingPairs": [*pairs, {"open": '"', "close": '"', "notIn": ["string", "comment"]}],
        "surroundingPairs": [*pairs, ['"', '"']],
        "folding": {"offSide": True},
    }
    return {
        "package.json": _json(package),
        "language-configuration.json": _json(configuration),
        "syntaxes/policy.tmLanguage.json": _json(grammar()),
    }


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
