"""`python -m polyfiche`."""

from .cli import main

main()
