"""A policy's words by kind, for terminals, pages and editors."""
