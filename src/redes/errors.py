"""The one exception whose message is meant for the person at the keyboard."""


class UserError(Exception):
    """Something a person can mend: says what was expected, what came, and what to do."""
