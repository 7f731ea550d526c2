"""What one department asks of another because a customer waits for it, and how long they waited for whom."""
