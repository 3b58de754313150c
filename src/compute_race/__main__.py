"""``python -m compute_race`` is the command ``race``."""

from compute_race.cli.main import main

if __name__ == "__main__":
    main()
