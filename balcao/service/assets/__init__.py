"""What the company owns and lends: each thing with its keeper, owner, place, relations, contracts and history."""
