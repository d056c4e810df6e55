"""The formats of `tpaudit check`."""
