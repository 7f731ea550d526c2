"""The wait, told honestly: who waits for a team's word, for how long yet, and how sure that is."""
