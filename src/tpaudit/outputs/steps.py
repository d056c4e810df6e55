"""What readers call the five steps of touchpoint management."""

from __future__ import annotations

from collections.abc import Mapping

from tpaudit.messages import Message, say
from tpaudit.rules.rule import Step

STEPS: Mapping[Step, Message] = {
    Step.DESIGN: say("Design"),
    Step.KPIS: say("KPIs"),
    Step.MEASUREMENT: say("Measurement"),
    Step.ORGANISATION: say("Organisation"),
    Step.MARKETING: say("Marketing"),
}
