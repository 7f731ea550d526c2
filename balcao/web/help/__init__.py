"""The help centre: what each audience reads of the knowledge base."""
