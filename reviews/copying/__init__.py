"""Copying between an organization and an account of the AWS API: what there is on each side as
plain documents, how they differ, and what would have to be done. Pure: no database, no network.

documents: what both sides are told in. theirs: responses of the API → documents. ours: snapshots
→ documents. translating: their documents in the words of what is here; fitting: ours in theirs.
differences, planning: two sides → what to do.
"""
