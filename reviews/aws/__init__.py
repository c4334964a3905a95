"""The AWS-compatible door: the `wellarchitected` API of 2020-03-31, driven by botocore's own model.

The engine (protocol, signatures, paging, errors) knows no operation; a file per resource holds one
small handler per operation, which calls the core. operations.py is the table of them.
"""
