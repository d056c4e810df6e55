"""The JSON Schema of the inventory format."""
