"""Exact numbers, labels, periods, absence: what a step of a decision can hold."""
