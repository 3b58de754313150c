"""Ground floor: values, names, places and problems that every other room uses."""
