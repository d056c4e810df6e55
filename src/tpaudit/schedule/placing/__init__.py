"""Where everything lies in a segment: on days, or so long after undated events."""
