"""`python -m yimen`."""

from yimen.config.cli import main

main()
