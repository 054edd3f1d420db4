"""Rare classes: what weights, copies and offsets change."""
