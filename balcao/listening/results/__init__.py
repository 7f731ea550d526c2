"""What answers add up to, with its doubt, for whoever may read it; the anonymous past the gate alone."""
