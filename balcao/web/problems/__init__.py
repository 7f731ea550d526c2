"""Problems as agents work on them: known errors, their tickets, one message to all of them."""
