"""From loaded files to the inventory."""
