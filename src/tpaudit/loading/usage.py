"""Errors of the command line and the environment."""

from __future__ import annotations

from tpaudit.messages import Message, render


class UsageError(Exception):
    """A request that cannot be met, and what to do about it."""

    def __init__(self, message: Message, help: Message) -> None:  # noqa: A002  the word that faults use
        super().__init__(render(message))
        self.message = message
        self.help = help
