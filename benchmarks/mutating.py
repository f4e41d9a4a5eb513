"""Mutants: a module's source with one thing in one function written otherwise."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

_OTHER_OPERATORS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_OTHER_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_OTHER_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """A module's code with one change: in which function, on which lines, and what was there.

    ``line`` is the first of the lines as it is written.
    """

    function: str
    lines: tuple[int, ...]
    line: str
    said: tuple[str, str]
    code: CodeType

    def __str__(self) -> str:
        return f"{self.lines[0]}: in {self.function}: {self.said[0]}  →  {self.said[1]}"


def mutants_of(source: str, path: str) -> Iterator[Mutant]:
    """Every mutant of a module's functions; constants of the module, defaults and decorators are left alone."""
    tree, written = ast.parse(source, path), source.splitlines()
    for function, node in list(_places(tree)):
        for changed in list(_changes(node)):
            _put(tree, node, changed)
            code = compile(ast.fix_missing_locations(tree), path, "exec")
            _put(tree, changed, node)
            lines = tuple(range(node.lineno, (node.end_lineno or node.lineno) + 1))
            yield Mutant(function, lines, written[node.lineno - 1].strip(), (_shown(node), _shown(changed)), code)


def _shown(node: ast.AST) -> str:
    """The first line of a node's source."""
    return ast.unparse(node).partition("\n")[0][:150]


def _places(tree: ast.Module) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    """Every statement and expression in a function, with the function's qualified name."""
    yield from _inside(tree, "", in_function=False)


def _inside(node: ast.AST, name: str, *, in_function: bool) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    for member in ast.iter_child_nodes(node):
        if isinstance(node, ast.AnnAssign) and member is node.annotation:
            continue  # nothing reads what a function says of its own names
        if isinstance(member, ast.keyword) and member.arg == "strict":
            continue  # of zip: a matter of style, since lengths differ where it is False
        if isinstance(member, (ast.FunctionDef, ast.ClassDef)):
            dot = f"{name}.<locals>." if in_function else f"{name}." if name else ""
            function = isinstance(member, ast.FunctionDef)
            for each in member.body:
                if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)):
                    holder = ast.Module([each], [])
                    yield from _inside(holder, f"{dot}{member.name}", in_function=in_function or function)
        else:
            if in_function and isinstance(member, (ast.stmt, ast.expr)):
                yield name, member
            if not isinstance(member, ast.JoinedStr):
                yield from _inside(member, name, in_function=in_function)


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """The new node in the place of the old one."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if value is old:
                setattr(node, field, new)
            elif isinstance(value, list):
                value[:] = [new if each is old else each for each in value]


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may become."""
    match node:
        case ast.Compare(ops=[*ops]):
            for number, each in enumerate(ops):
                for other in _OTHER_OPERATORS[type(each)]:
                    yield _with(node, ops=[*ops[:number], other(), *ops[number + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            for number in range(len(values)):
                left = [*values[:number], *values[number + 1 :]]
                yield left[0] if len(left) == 1 else _with(node, values=left)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(op=op) if type(op) in _OTHER_ARITHMETIC:
            yield _with(node, op=_OTHER_ARITHMETIC[type(op)]())
        case ast.Constant(value=int() as value):
            yield from (ast.Constant(not value),) if isinstance(value, bool) else _near(value)
        case ast.Call():
            yield from _other_calls(node)
        case _:
            yield from _other_ways(node)


def _near(value: int) -> Iterator[ast.AST]:
    yield ast.Constant(value + 1)
    yield ast.Constant(value - 1)


def _other_ways(node: ast.AST) -> Iterator[ast.AST]:
    """What a statement, or a choice, may become that goes another way."""
    match node:
        case ast.Expr(value=(ast.Yield() | ast.YieldFrom())):
            yield ast.If(ast.Constant(value=False), [node], [])
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if _is_plain(test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    """A call with one named argument less, or of the function that does the opposite."""
    if isinstance(node.func, ast.Name) and node.func.id in _OTHER_NAMES:
        yield _with(node, func=ast.Name(_OTHER_NAMES[node.func.id], ast.Load()))
    for number, keyword in enumerate(node.keywords):
        if keyword.arg != "strict":
            yield _with(node, keywords=[*node.keywords[:number], *node.keywords[number + 1 :]])


def _is_plain(test: ast.expr) -> bool:
    """Whether no other change turns the condition round."""
    return not isinstance(test, (ast.Compare, ast.BoolOp)) and not (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    )


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """A copy of the node with other fields."""
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
