"""REST plumbing every endpoint shares: who calls, problem details, pages, schema."""
