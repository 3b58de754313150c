"""What is allowed and looks wrong: suspicions that a person settles, each by a line in the data."""
