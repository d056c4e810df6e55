"""The formats of `tpaudit diff`."""
