"""Says what is wrong with the hand-kept files: SHACL, and checks that SHACL cannot do."""
