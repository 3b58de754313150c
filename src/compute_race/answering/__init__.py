"""Answers from a built store: rankings, stored questions, explanations, tables."""
