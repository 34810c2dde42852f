"""The families of hypothesis, one module each.

A module here is a family by being here. It has a function `propose(evidence)` that yields
hypotheses, and a constant `TIER`: families of a lower tier are asked first, and a cause that they
have found is not looked for again among the more expensive ones.
"""
