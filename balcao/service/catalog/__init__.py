"""The service catalog: what each audience may ask for, the forms it is asked with, and what was filled in."""
