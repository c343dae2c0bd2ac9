"""How much a benchmark does: enough to see that it works, enough for an hour, or enough for a record."""

from typing import Literal

Effort = Literal["quick", "normal", "long"]
