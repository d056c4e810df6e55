"""The accent colour, made readable on light and dark backgrounds."""

from __future__ import annotations

PAPER = "#f4f2ec"
"""The darkest background of the light theme that a link may have."""
NIGHT = "#22262b"
"""The lightest background of the dark theme."""
ACCENT = "#1d5c8f"
READABLE = 4.6
"""The contrast of text that WCAG AA requires, and a little more."""

Colour = tuple[int, int, int]


def readable(colour: str, ground: str) -> str:
    """Return the colour, or the nearest one towards black or white that is readable on the background."""
    wanted_colour, behind = parsed(colour), parsed(ground)
    target = (0, 0, 0) if _luminance(behind) > 0.5 else (255, 255, 255)
    for share in range(101):
        mixed = _mixed(wanted_colour, target, share)
        if contrast(mixed, behind) >= READABLE:
            return "#{:02x}{:02x}{:02x}".format(*mixed)
    return ACCENT


def contrast(first: Colour, other: Colour) -> float:
    """Return the contrast of two colours as WCAG defines it, 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def parsed(colour: str) -> Colour:
    """Return red, green and blue of a colour such as #0b5 or #00bb55."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _mixed(colour: Colour, target: Colour, share: int) -> Colour:
    red, green, blue = (round(a + (b - a) * share / 100) for a, b in zip(colour, target, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
