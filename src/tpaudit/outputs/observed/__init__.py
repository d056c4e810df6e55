"""What really happened, for people."""
