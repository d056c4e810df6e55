"""The vocabulary, and what is said about its words."""
