"""Forms of the account pages. They parse; what is allowed is decided by the services."""
