"""How fast is it beside others, in one run? `python -m tests.benchmarks.speed [--quick]`."""
