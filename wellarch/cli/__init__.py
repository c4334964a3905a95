"""The command line `wellarch`: a program of its own that speaks the REST API and nothing else."""
