"""The catalogue: the rules and nothing else, each module about a matter of one family."""
