"""Calls to other servers: where they may go, and when they are left alone."""
