"""Run one stage, as `dvc --wait-for-lock repro --single-item ADDRESS` does, saying nothing but errors.

DVC's own `--quiet` hides its errors too: an output that a stage failed to make, a lock, a missing file. The stage's
own output passes through.
"""

import sys

from dvc.exceptions import DvcException
from dvc.repo import Repo

from workflow.plan import explain


def main(address: str) -> None:
    """Reproduce one stage; its own message comes first, DVC's last."""
    try:
        with Repo(".", _wait_for_lock=True) as repo:
            repo.reproduce(address, single_item=True)
    except DvcException as error:
        sys.exit(f"error: {explain(error)}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(*sys.argv[1:])
