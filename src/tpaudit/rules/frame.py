"""The form that every rule must have: what `@rule` refuses, with file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from string import Formatter
from types import CodeType
from typing import Any, get_args

from tpaudit.messages import Message, Value

RESERVED = ("help", "of", "related", "segments", "measure", "units", "involves", "joined", "fix", "severity")
"""Words that `Problem` takes for itself, so that no field of a message can be called so."""

SECTIONS = ("Why: ", "Bad:\n", "Good:\n")
"""What a rule's docstring holds after its first sentence, in this order."""

_CODE = re.compile(r"[A-Z]{3}[0-9]{3}")
_NAME = re.compile(r"[a-z]+(_[a-z]+)+")
_RESERVED_FIELD = re.compile(rf"\{{({'|'.join(RESERVED)})[:}}]")
_SHOWABLE = tuple(kind for kind in get_args(Value) if isinstance(kind, type) and kind is not Message)

_given: dict[str, str] = {}
"""Codes and names of rules, with the place of the function that has each."""


class RuleError(TypeError):
    """Raised for a malformed rule: where, what is wrong, and what to do."""


def place(function: Callable[..., object]) -> str:
    """Return where a function begins, as ``file:line``."""
    code = function.__code__
    return f"{code.co_filename}:{code.co_firstlineno}"


def check_rule(
    code: str, check: Callable[..., object], applies: Callable[..., bool] | None, scopes: Mapping[str, object]
) -> None:
    """Raise `RuleError` if a function cannot be the rule `code`."""
    for wrong in _faults(code, check, applies, scopes):
        raise RuleError(f"{place(check)}: {code}: {wrong}")


def _faults(
    code: str, check: Callable[..., object], applies: Callable[..., bool] | None, scopes: Mapping[str, object]
) -> Iterator[str]:
    """Yield what is wrong with a rule, and what to do about it."""
    name = check.__name__
    if not _CODE.fullmatch(code):
        yield "a code is three capital letters and three digits, such as TIM017"
    if not _NAME.fullmatch(name):
        yield f"the name {name} is not two or more lower-case words; write it like late_kickoff"
    for word in (code, name):
        if _given.setdefault(word, place(check)) != place(check):
            yield f"{word} is given to the rule at {_given[word]} already; choose another one"
    yield from _signature_faults(check, scopes)
    if applies is not None and applies.__code__.co_argcount not in (1, 2):
        yield f"`applies` takes the subject and, if it needs it, the context; see {place(applies)}"
    yield from _docstring_faults(check.__doc__ or "")
    for text in _texts(check.__code__, check.__doc__):
        if "{" in text and (match := _RESERVED_FIELD.search(text)):
            yield f"the field {{{match[1]}}} of a message is a word of Problem's own; call the field otherwise"


def _signature_faults(check: Callable[..., object], scopes: Mapping[str, object]) -> Iterator[str]:
    scope: Any = next(iter(check.__annotations__.values()), None)
    if scope is not None and not isinstance(scope, str):
        yield "its module lacks `from __future__ import annotations`; add it as the first import"
    elif scope not in scopes:
        yield f"the type of its first parameter is none of {', '.join(scopes)}"
    if check.__code__.co_argcount != 2:
        yield "it takes the subject and the context; options follow after `*`"
    parameters = check.__code__.co_varnames[2 : 2 + check.__code__.co_kwonlyargcount]
    defaults = getattr(check, "__kwdefaults__", None) or {}
    for option in parameters:
        if option not in defaults:
            yield f"the option {option} has no default; give it one"


def _docstring_faults(docstring: str) -> Iterator[str]:
    rest = docstring
    for section in SECTIONS:
        _, found, rest = rest.partition(section)
        if not found:
            yield f'its docstring has no "{section.strip()}" where one is due; it holds a sentence, Why, Bad and Good'
            return


def _texts(code: CodeType, docstring: str | None) -> Iterator[str]:
    """Yield the string constants in a function and the functions inside it."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _texts(constant, None)
        elif isinstance(constant, str) and constant is not docstring:
            yield constant


def check_message(message: Message) -> None:
    """Raise `RuleError` if a message could not be rendered: a field without a value, or a value of unknown type."""
    check_fields(message)
    for field, value in message.values.items():
        _check_value(message.template, field, value)


def check_fields(message: Message) -> None:
    """Raise `RuleError` if a field of the message has no value."""
    for field in _fields(message.template):
        if field not in message.values:
            why = "is a word of Problem's own; call the field otherwise" if field in RESERVED else "has no value"
            raise RuleError(f"{message.template!r}: the field {{{field}}} {why}")


def _check_value(template: str, field: str, value: object) -> None:
    if isinstance(value, str):
        return
    if isinstance(value, Message):
        check_message(value)
    elif isinstance(value, tuple):
        for item in value:
            _check_value(template, field, item)
    elif not isinstance(value, _SHOWABLE):
        raise RuleError(f"{template!r}: {type(value).__name__} cannot be shown in the field {{{field}}}")


@cache
def _fields(template: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name is not None)
