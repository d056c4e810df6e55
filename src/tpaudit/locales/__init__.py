"""The message catalogues, one folder a language."""
