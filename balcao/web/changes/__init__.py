"""Changes as agents plan, agree to, watch and look back on them; the calendar of what happens when."""
