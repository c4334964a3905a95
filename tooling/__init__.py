"""What `make` runs: setting up, locking and testing. Plain Python, needs nothing installed."""
