"""Inputs that nobody would write, for everything that reads what somebody else has written."""
