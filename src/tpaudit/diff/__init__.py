"""What a change does: two audits of the same inventory, compared."""
