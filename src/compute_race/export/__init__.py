"""Outlets: the graph in the formats of other tools."""
