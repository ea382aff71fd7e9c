"""The version, a plain constant: the build reads it, `policy --version` has nothing to import."""

VERSION = "0.1.0"
