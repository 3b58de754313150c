"""What the program serves over HTTP: today the reconciliation service that links others to us."""
