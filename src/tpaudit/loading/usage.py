"""What is wrong with the command line or the environment, so that nothing can be done."""

from __future__ import annotations

from tpaudit.messages import Message, render


class UsageError(Exception):
    """What was asked for cannot be done, and what to do about it."""

    def __init__(self, message: Message, help: Message) -> None:  # noqa: A002  the word that faults use
        super().__init__(render(message))
        self.message = message
        self.help = help
