"""Improvements in the browser: their list, board, quadrant and calendar, and each of them."""
