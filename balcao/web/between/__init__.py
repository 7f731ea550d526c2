"""Between departments: what is asked inside because of a customer's ticket, and what that cost outside."""
