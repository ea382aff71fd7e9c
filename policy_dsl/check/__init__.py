"""Tree → checked policy: names become things, every expression gets a type."""
