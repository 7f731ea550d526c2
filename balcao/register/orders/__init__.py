"""What was bought, when it was promised, and when it came."""
