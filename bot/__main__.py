"""``python -m bot`` is the command ``bedside``."""

import sys


def main() -> None:
    """Run the command line; of all its commands serving is the one that has to be up soon."""
    if sys.argv[1:2] == ["serve"]:
        from bot.cli.serve import app  # noqa: PLC0415 - the rest is not needed

        app()
    else:
        from bot.cli.main import main as run  # noqa: PLC0415 - serving does not need it

        run()


if __name__ == "__main__":
    main()
