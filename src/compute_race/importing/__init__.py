"""Outside data sets read into named graphs of their own: tables, records and their checks."""
