"""Measurements of the checker, each run by `python -m tests.benchmarks.<name>`."""
