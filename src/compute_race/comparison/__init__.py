"""What the claims say together: known days, periods, currencies, preference, conflicts."""
