"""Callboard: a live booking board for clubs, studios and schools."""
