"""What happened: one append-only row per change, written with the change."""
