"""The one exception whose message is meant for the person at the keyboard."""

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EROFS, errno.EACCES, errno.EPERM)


class UserError(Exception):
    """Something a person can mend: says what was expected, what came, and what to do."""


def explain_disk(error: OSError) -> str | None:
    """Say what a person can do about a disk that is full or may not be written; None for any other error."""
    name = f" ({error.filename})" if error.filename else ""
    if error.errno in _FULL:
        return f"the disk is full{name}; free some space, then run the same command again"
    if error.errno in _FORBIDDEN:
        return f"{error.strerror}{name}; make it writable, then run the same command again"
    return None
