"""What the company owns, at the desk: list, sheets, types, contracts, labels, files; and what one uses."""
