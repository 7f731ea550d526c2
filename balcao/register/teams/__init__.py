"""Groups of people who handle tickets together, open or confidential."""
