"""Where everything lies in a segment: on days, or at a distance from undated events."""
