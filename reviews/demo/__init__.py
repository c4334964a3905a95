"""The demo: a company with a history, told through the services. Nothing else imports it."""
