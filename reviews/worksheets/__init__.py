"""Worksheets: what each kind asks for, and what follows from what was filled in. Pure.

One module per kind declares its tables and columns and works out its numbers; kinds.py lists
them. Pages, reports and the API render every kind from its declaration, so a new column is one
line here. Texts are marked for translation (wording.py) and translated where they are shown.
"""
