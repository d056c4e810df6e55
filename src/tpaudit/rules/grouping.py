"""Which rules are told as one cause, since one decision puts right what they find."""

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
"""By the cause's name: its rules' codes; the first that finds anything speaks for the others."""

_GROUP: Mapping[str, str] = {code: name for name, codes in CAUSES.items() for code in codes}


def cause_of(code: str) -> str:
    """Return the name of the cause to which a rule belongs: the rule's own code where it stands alone."""
    return _GROUP.get(code, code)
