"""Claims made comparable: periods, currencies, preference, conflicts and answers."""
