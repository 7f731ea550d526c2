"""What the company knows, written once and read by each audience as far as it is theirs."""
