"""Run the command line as ``python -m tpaudit``."""

from tpaudit.cli.main import main

main()
