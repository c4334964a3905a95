"""What somebody says of themselves, takes with them and leaves behind."""
