"""Recorded documents of feeds, played into a local workspace by their own clock."""
