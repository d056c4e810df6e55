"""Inventories of one segment, for the rules about what its customers get."""

from __future__ import annotations


def plan(segment: str, *touchpoints: str, root: str = "") -> str:
    """Return an inventory of one segment and some touchpoints, which are nudges by e-mail unless said otherwise."""
    rows = "".join(
        f"  - {{id: t{n}, name: T{n}, {'' if 'type:' in fields else 'type: nudge, '}"
        f"{'' if 'channel' in fields else 'channel: email, '}{fields}}}\n"
        for n, fields in enumerate(touchpoints)
    )
    return f"{root}\nsegments: [{{id: smb, {segment}}}]\ntouchpoints:\n{rows}"


def journey(segment: str, *touchpoints: str) -> str:
    """Return an inventory of one segment, high touch unless said otherwise, and some touchpoints."""
    model = "" if "touch_model" in segment else "touch_model: high_touch, "
    rows = "".join(f"  - {{id: t{n}, name: T{n}, {fields}}}\n" for n, fields in enumerate(touchpoints))
    return f"segments: [{{id: smb, {model}{segment}}}]\ntouchpoints:\n{rows}"
