"""The names by which this machine is reached from itself alone."""

NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
