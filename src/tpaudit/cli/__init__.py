"""The command line: one Typer command per file."""
