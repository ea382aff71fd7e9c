"""Facts files (CSV, JSON, YAML) and plain values, read into records of a policy's own words."""
