"""How things look in JSON, and the bodies that change them: a file per resource."""
