"""Worksheets in the browser."""
