"""What `tpaudit init` writes."""
