"""What can be said of the whole library."""
