"""What programs sign in with, and the keys behind secrets."""
