"""The catalogue: what a rule is, and one module a family."""
