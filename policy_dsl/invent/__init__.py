"""Invented organisations: facts under which something that is asked for comes about."""
