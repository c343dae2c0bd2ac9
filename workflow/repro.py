"""Run one stage, as `dvc --wait-for-lock repro --single-item ADDRESS` does, and say only what went wrong.

DVC's own `--quiet` hides its errors too: an output that a stage failed to make, a lock, a missing file.
What the stage prints passes through.
"""

import logging
import signal
import sys


def main(address: str) -> None:
    """Reproduce one stage.

    Args:
        address: DVC's name for it.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # while DVC is loaded, Ctrl-C ends this without a word
    from dvc.exceptions import DvcException
    from dvc.repo import Repo
    from workflow.lockfile import write_whole
    from workflow.plan import explain

    signal.signal(signal.SIGINT, signal.default_int_handler)
    logging.getLogger("dvc").setLevel(logging.WARNING)
    write_whole()
    try:
        with Repo(".", _wait_for_lock=True) as repo:
            repo.reproduce(address, single_item=True)
    except DvcException as error:
        sys.exit(f"error: {ending(error.__cause__) or explain(error)}")
    except KeyboardInterrupt:
        sys.exit(130)


def ending(cause: BaseException | None) -> str | None:
    """Say how a stage's command ended; why it failed it has told itself."""
    from dvc.stage.exceptions import StageCmdFailedError

    if not isinstance(cause, StageCmdFailedError):
        return None
    status = str(cause).rpartition(" ")[2]
    if status.startswith("-"):
        return f"the stage was killed ({signal.Signals(-int(status)).name})"
    return f"the stage ended with status {status}"


if __name__ == "__main__":
    main(*sys.argv[1:])
