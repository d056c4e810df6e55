"""The formats of `tpaudit schedule`."""
