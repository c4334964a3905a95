"""Pages of review templates: the catalogue, one template, answering, applying, proposals."""
