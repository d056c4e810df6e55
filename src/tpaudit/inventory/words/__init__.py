"""The vocabulary, and the names and explanations of its words."""
