"""Conditions and slots in content files: short expressions such as `ckd and ckd.stage == '3a'`.

Only names, attributes, comparisons, `and`/`or`/`not`, `in`, literals, sums and the words
`x if y else z` are allowed, so that content can be read by people who do not program and can
do nothing but look at the clinical state.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub,
    ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn,
    ast.Name, ast.Load, ast.Attribute, ast.Constant, ast.List, ast.Tuple, ast.IfExp,
    ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Subscript,
)  # fmt: skip


class BadExpression(ValueError):
    """An expression of a content file that cannot be read, or names what is not there."""


class Nothing:
    """What a fact that did not happen stands for: false, equal to nothing, without detail."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Nothing)

    def __hash__(self) -> int:
        return 0

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def __contains__(self, item: object) -> bool:
        return False

    def __getitem__(self, item: object) -> Nothing:
        return self


NOTHING = Nothing()


class Value(str):
    """An attribute's value with its details: `organism == 'mrsa'`, `organism.name`."""

    __slots__ = ("details",)
    details: Mapping[str, Any]

    def __new__(cls, text: str, details: Mapping[str, Any] | None = None) -> Self:
        value = super().__new__(cls, text)
        value.details = details or {}
        return value

    def __getattribute__(self, name: str) -> Any:
        # A detail goes before a method of str of the same name, such as `index`.
        if name[0] == "_" or name == "details":
            return object.__getattribute__(self, name)
        return self.details.get(name, NOTHING)


class Scope(dict[str, Any]):
    """The names an expression may use; a declared fact that did not happen is `NOTHING`.

    Args:
        known: names of facts that exist in the content, whether or not they happened.
        values: what did happen.
    """

    __slots__ = ("known",)

    def __init__(self, known: Iterable[str], values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.known = known if isinstance(known, frozenset) else frozenset(known)

    def __missing__(self, name: str) -> Any:
        if name in self.known:
            return NOTHING
        raise KeyError(name)

    def having(self, **more: Any) -> Scope:
        """The same names and some more."""
        scope = Scope(self.known, self)
        scope.update(more)
        return scope


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression read once, and made a function of the scope."""

    text: str
    value: Callable[[Mapping[str, Any]], Any]
    names: frozenset[tuple[str, ...]]

    def __call__(self, scope: Mapping[str, Any]) -> Any:
        """Its value.

        Raises:
            BadExpression: it names what the scope does not know.
        """
        try:
            return self.value(scope)
        except KeyError as error:
            raise BadExpression(f"{self.text!r} names {error}, which is not there") from error
        except AttributeError as error:
            raise BadExpression(f"{self.text!r}: {error}") from error


@lru_cache(maxsize=20_000)
def read_expression(text: str) -> Expression:
    """Read an expression.

    Raises:
        BadExpression: it is not one, or uses more than is allowed.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise BadExpression(f"{text!r} is not an expression") from error
    names = set()
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise BadExpression(f"{text!r} uses {type(node).__name__}, which is not allowed")
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            raise BadExpression(f"{text!r} uses {node.attr!r}, which is not allowed")
        path = _path(node)
        if path:
            names.add(path)
    return Expression(text=text, value=_function(tree), names=frozenset(names))


class _LookedUp(ast.NodeTransformer):
    """Writes each name as a look-up in the scope: `ckd.stage` as `scope['ckd'].stage`."""

    def visit_Name(self, node: ast.Name) -> ast.Subscript:
        scope = ast.Name("scope", ast.Load())
        return ast.Subscript(scope, ast.Constant(node.id), ast.Load())


def _function(tree: ast.Expression) -> Callable[[Mapping[str, Any]], Any]:
    """The expression as a function of the scope, which costs a third of an `eval`."""
    taken = ast.arguments(
        posonlyargs=[], args=[ast.arg("scope")], kwonlyargs=[], kw_defaults=[], defaults=[]
    )
    function = ast.Expression(ast.Lambda(taken, _LookedUp().visit(tree.body)))
    code = compile(ast.fix_missing_locations(function), "<content>", "eval")
    made: Callable[[Mapping[str, Any]], Any] = eval(code, {"__builtins__": {}})  # noqa: S307 - see _ALLOWED
    return made


def _path(node: ast.AST) -> tuple[str, ...]:
    """`("ckd", "stage")` for `ckd.stage`; empty for what is no dotted name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return (node.id, *reversed(parts)) if isinstance(node, ast.Name) else ()


def holds(text: str | None, scope: Mapping[str, Any]) -> bool:
    """Whether a condition holds; no condition always holds."""
    return True if text is None else bool(read_expression(text)(scope))
