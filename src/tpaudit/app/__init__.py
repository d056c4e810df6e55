"""From what the user asked to the audits that it means."""
