"""One pure function a format: audit to text."""
