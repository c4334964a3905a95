"""Trade-offs and maturity."""
