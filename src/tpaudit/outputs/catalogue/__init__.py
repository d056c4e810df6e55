"""The rules and their explanations, shown."""
