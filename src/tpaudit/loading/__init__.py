"""From paths to documents: values with their places."""
