"""Changes to what the company works with: their risk, who agrees, when they happen, how they went."""
