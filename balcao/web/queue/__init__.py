"""Who is here, which ticket comes next, why it went where it went, and whether that is fair."""
