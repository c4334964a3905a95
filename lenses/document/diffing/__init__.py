"""The parts of lenses/document/diff.py: values, order, fields, rules."""
