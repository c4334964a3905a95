"""Game days in the browser."""
