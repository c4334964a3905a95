"""The ground: where it runs, who is here, what happened. Imports no app but by name.

This file imports nothing: the command line lives in this package and starts without Celery and
Django. Whoever runs Django loads Celery's application through wellarch/apps.py; `celery -A
wellarch` finds it in wellarch/celery.py.
"""
