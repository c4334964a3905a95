"""How mails leave: printed by default, by SMTP when EMAIL_URL names a server."""

import dj_email_url

from wellarch.env import env, read_secret

vars().update(dj_email_url.parse(read_secret("EMAIL_URL") or "console:"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("WELLARCH_MAIL_FROM", "WellArch <wellarch@localhost>")
# Seconds that a silent mail server may hold a worker, at each step of the conversation.
EMAIL_TIMEOUT = env.int("WELLARCH_MAIL_TIMEOUT", 10)
