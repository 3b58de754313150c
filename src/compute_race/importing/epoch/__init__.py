"""The tables of Epoch AI, one module a family."""
