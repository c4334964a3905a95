"""How mails leave: printed by default, by SMTP when EMAIL_URL names a server."""

from wellarch.env import env, mail_settings, read_secret

vars().update(mail_settings(read_secret("EMAIL_URL") or "console:"))
# Every mail goes through a breaker (wellarch/outgoing/mail.py), and then by the way EMAIL_URL says.
WELLARCH_MAIL_BACKEND: str = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "wellarch.outgoing.mail.Backend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("WELLARCH_MAIL_FROM", "WellArch <wellarch@localhost>")
# Seconds that a silent mail server may hold a worker, at each step of the conversation.
EMAIL_TIMEOUT = env.int("WELLARCH_MAIL_TIMEOUT", 10)
