"""Decisions kept in a log, and run again."""
