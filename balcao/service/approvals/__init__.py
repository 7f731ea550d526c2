"""Approvals: who has to say yes before something is done, asked stage by stage."""
