"""The catalog: what each audience may ask for, and the builder in which it is written."""
