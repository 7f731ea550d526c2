"""What works and what does not: the public page and each audience's, its feed, and where keepers tell it."""
