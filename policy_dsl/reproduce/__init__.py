"""Ours against the regulator's: every published result beside the one the policy gives."""
