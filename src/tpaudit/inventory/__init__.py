"""What a touchpoint, segment, phase, owner and channel is."""
