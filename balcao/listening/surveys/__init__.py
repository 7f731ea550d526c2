"""What is asked: the library of items, surveys, their questions, and each version as it was sent."""
