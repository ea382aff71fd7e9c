"""A policy's words by kind, for terminals, pages and editors.

All of it is made from the grammar, so that no editor knows other words than the parser.
"""
