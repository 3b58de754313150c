"""The build: runs the floors in their order, incrementally and atomically."""
