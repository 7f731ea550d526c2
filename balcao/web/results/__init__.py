"""What came out of asking: both sides beside each other, one survey, its groups, its answers."""
