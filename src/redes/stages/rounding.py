"""What every study does before it writes its numbers."""

from typing import Any


def round_floats(content: Any) -> Any:
    """Keep six significant digits of every float: what is beyond them says nothing.

    Args:
        content: nested mappings and lists of numbers; integers stay as they are.

    Returns:
        The same nesting, of new mappings and lists.

    >>> round_floats({"share": [1 / 3, 7]})
    {'share': [0.333333, 7]}
    """
    if isinstance(content, dict):
        return {key: round_floats(value) for key, value in content.items()}
    if isinstance(content, list):
        return [round_floats(value) for value in content]
    return content if isinstance(content, int) else float(f"{content:.6g}")
