"""A checked policy and facts in, a decision out; the trace is made here and only here."""
