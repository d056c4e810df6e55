"""The message catalogues, one folder per language."""
