"""What pages, reports and endpoints show: dataclasses built in a fixed number of queries."""
