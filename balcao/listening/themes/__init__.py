"""What people speak of in their own words, by a dictionary that can be corrected."""
