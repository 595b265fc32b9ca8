"""Decide what becomes of a noticed photo change, and tell the person."""
