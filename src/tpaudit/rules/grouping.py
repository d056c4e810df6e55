"""Which rules form one cause, since one decision fixes what they find."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CAUSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "renewal": ("TIM007", "TIM006", "TIM008"),
        "first month": ("TIM004", "TIM005", "OWN008", "PHS006"),
        "feedback": ("FBK004", "FBK002", "FBK005"),
        "silence": ("PRS004", "PRS009", "PRS010"),
        "pressure": ("PRS002", "PRS012", "PRS005", "PRS006", "PHS003"),
        "burst": ("PRS008", "PRS011"),
        "consent": ("GOV006", "GOV010"),
    }
)
"""The codes of each cause's rules; the first that finds anything speaks for the others."""

_GROUP: Mapping[str, str] = {code: name for name, codes in CAUSES.items() for code in codes}


def cause_of(code: str) -> str:
    """Return the name of the cause to which a rule belongs: its own code if it stands alone."""
    return _GROUP.get(code, code)
