"""What the report shows, and how."""
