"""The REST door of lenses."""
