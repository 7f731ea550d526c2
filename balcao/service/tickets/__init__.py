"""Tickets, their messages, and who may see and do what with them."""
