"""Measures WellArch against the least that could do the same, in one run, as ratios."""
