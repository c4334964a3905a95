"""Trade-offs and maturity in the browser."""
