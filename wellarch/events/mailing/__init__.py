"""Notices to people: written with the change, sent as letters or in a digest."""
