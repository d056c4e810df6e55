"""What importing, renaming and fixing tell before they write."""
