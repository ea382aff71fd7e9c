"""Phase: a policy and its examples become the faults that the examples would not notice."""
