"""The command `policy`: one file for each of its commands, a thin edge over `policy_dsl`."""
