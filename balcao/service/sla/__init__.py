"""What was promised to whom, the clock that runs on it, and whether it was kept."""
