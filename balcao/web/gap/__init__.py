"""The information gap, as a page of those who write."""
