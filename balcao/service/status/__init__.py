"""What works and what does not, told to each audience: components, incidents with their updates, ninety days of it."""
