"""What really happened: from a team's data to a small file of aggregates, and what rules and reports read from it."""
