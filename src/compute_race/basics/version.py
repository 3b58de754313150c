"""The version of the distribution, read from here by the packaging too."""

VERSION = "0.1.0"
