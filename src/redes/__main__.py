"""``python -m redes``: the same as the ``redes`` command."""

from redes.cli import main

if __name__ == "__main__":
    main()
