"""Many tickets, one cause: problems, known errors with their way round, one message to all their tickets."""
