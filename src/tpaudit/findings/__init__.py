"""What was found: finding, fingerprint, waivers, baseline."""
