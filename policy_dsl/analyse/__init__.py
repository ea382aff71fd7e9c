"""Phase: a checked policy is searched for gaps, overlaps and rules that can never act."""
