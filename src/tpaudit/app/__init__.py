"""Turns requests into audits, comparisons, forecasts and baselines."""
