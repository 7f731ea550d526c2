"""What each audience asks, beside what it can read of that and what it searches in vain."""
