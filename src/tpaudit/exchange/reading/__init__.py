"""What people mean by the headers and values of their tables."""
