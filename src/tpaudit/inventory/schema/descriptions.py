"""The descriptions of the format's models and fields, from their docstrings.

Pydantic's `use_attribute_docstrings` reads them when a class is made, at every start: the models would take 160 ms to
import instead of 70. Here they are read when somebody asks for them.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from tpaudit.fields import Entry, keys_of, model_in


def descriptions(model: type[Entry]) -> Mapping[str, str]:
    """Return the docstrings below the fields of the model and of its base classes."""
    found: dict[str, str] = {}
    for kind in (kind for kind in reversed(model.__mro__) if issubclass(kind, Entry)):
        for field, text in pairwise(_classes(kind.__module__)[kind.__name__].body):
            match field, text:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(description))):
                    found[name] = inspect.cleandoc(description)
    return found


@cache
def _classes(module: str) -> Mapping[str, ast.ClassDef]:
    """Return the source of a module's classes by their names."""
    source = inspect.getsource(sys.modules[module])
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}


def description(model: type[Entry], path: tuple[str, ...]) -> str:
    """Return the description of the field at a path of keys, empty if it has none."""
    for number, step in enumerate(path):
        name = keys_of(model).get(step)
        if name is None:
            return ""
        if number == len(path) - 1:
            return descriptions(model).get(name, "")
        inner = model_in(model.model_fields[name].annotation)
        if inner is None:
            return ""
        model = inner
    return ""
