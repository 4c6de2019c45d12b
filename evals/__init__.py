"""Measuring: question sets, metrics, the baseline, runs and their reports. Nobody imports this package."""
