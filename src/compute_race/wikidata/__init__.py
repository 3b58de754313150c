"""Wikidata as others publish it: items, a snapshot of them, matching, and polite clients."""
