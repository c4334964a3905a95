"""The editor of a lens in the browser: a page for each element, its source, its beginning."""
