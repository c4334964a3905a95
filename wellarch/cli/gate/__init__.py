"""The gate: a pipeline stops when a workload carries more risk than it may.

judging.py decides (pure), collecting.py reads what is decided on, and each format has a file.
"""
