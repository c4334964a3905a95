"""The only code that writes lenses."""
