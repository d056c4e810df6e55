"""The engine of the rules: what a rule is, whom it is asked about, and what it may look at."""
