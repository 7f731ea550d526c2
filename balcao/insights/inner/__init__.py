"""What waiting inside costs outside: satisfaction of customers who waited for another area, beside the others'."""
