"""Where articles are written, looked at and published; what readers look for in vain, and what they say."""
