"""Boards of suggestions: for customers in the portal, for colleagues there or at the desk."""
