"""Joining a widget's browser modules into the one ES module that anywidget takes.

The browser code of a widget is kept as small ES modules with real `import` and `export`,
so that editors and linters understand it, and is joined when Python loads it, because a
fresh machine has no Node to bundle with. The joiner knows only the plain forms:

- `import { name, other } from "./file.js";` and `import "./file.js";`, relative only;
- `export function`, `export async function`, `export class`, `export const`, `export let`;
- `export default` in the entry module alone, where anywidget looks for it.

All modules share one scope once joined, so a name may be declared at the top of one only.
Statements of these forms begin at the first column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_IMPORT = re.compile(
    r"""^import\s+(?:(?P<what>[^"';]*?)\s*from\s*)?["'](?P<place>[^"']+)["'];?[ \t]*\n?""",
    re.MULTILINE,
)
_NAMES = re.compile(r"\{(?P<names>[^{}]*)\}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_DECLARED = re.compile(
    r"^(?P<export>export\s+)?(?:async\s+)?(?:function\*?|class|const|let|var)\s+(?P<name>[\w$]+)",
    re.MULTILINE,
)
_UNPACKED = re.compile(r"^(?:export\s+)?(?:const|let|var)\s*[{\[]", re.MULTILINE)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function|class|const|let|var)\b)", re.MULTILINE)
_OTHER_EXPORT = re.compile(r"^export\b(?!\s+default\b).*", re.MULTILINE)
_DEFAULT = re.compile(r"^export\s+default\b", re.MULTILINE)


class BrowserModuleError(Exception):
    """A browser module that cannot be joined; the message names the file and says why."""


@dataclass(frozen=True, slots=True)
class _Module:
    path: Path
    text: str
    imports: tuple[tuple[Path, tuple[str, ...]], ...]
    declared: tuple[str, ...]
    exported: frozenset[str]


def join_modules(folder: Path, entry: str) -> str:
    """One ES module out of an entry module and all that it imports.

    Args:
        folder: where the modules lie, such as `coderlib/desk/browser`. An import may
            lead out of it (`../../desk/browser/dom.js`), so widgets can share modules.
        entry: the file name of the module with the `export default`.

    Returns:
        The text of the module, each part after the parts it needs.

    Raises:
        BrowserModuleError: a module is missing, two need each other, two declare one name
            at the top, one imports what is not exported, or a form is not known here.
    """
    modules: dict[Path, _Module] = {}
    _gather((folder / entry).resolve(), modules, ())
    *parts, last = modules.values()
    for module in parts:
        if _DEFAULT.search(module.text):
            raise BrowserModuleError(f"{module.path.name}: only the entry may export a default")
    owner: dict[str, Path] = {}
    for module in modules.values():
        for name in module.declared:
            if name in owner:
                raise BrowserModuleError(
                    f"{module.path.name} and {owner[name].name} both declare {name!r} at the top"
                )
            owner[name] = module.path
        for path, names in module.imports:
            for name in names:
                if name not in modules[path].exported:
                    raise BrowserModuleError(
                        f"{module.path.name} imports {name!r}, which {path.name} does not export"
                    )
    return "\n".join(
        f"// {m.path.name}\n{_EXPORT.sub('', m.text).strip()}\n" for m in (*parts, last)
    )


def _gather(path: Path, modules: dict[Path, _Module], needed_by: tuple[Path, ...]) -> None:
    """Read a module and, before it in the order, those it imports."""
    if path in modules:
        return
    if path in needed_by:
        circle = " > ".join(p.name for p in (*needed_by[needed_by.index(path) :], path))
        raise BrowserModuleError(f"modules import one another in a circle: {circle}")
    module = _read(path, needed_by)
    for other, _ in module.imports:
        _gather(other, modules, (*needed_by, path))
    modules[path] = module


def _read(path: Path, needed_by: tuple[Path, ...]) -> _Module:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        whose = f", which {needed_by[-1].name} imports" if needed_by else ""
        raise BrowserModuleError(f"{path} cannot be read{whose}: {error.strerror}") from error
    imports = tuple(
        ((path.parent / _place(found, path)).resolve(), _imported(found, path))
        for found in _IMPORT.finditer(text)
    )
    text = _IMPORT.sub("", text)
    if stray := re.search(r"^import\b.*", text, re.MULTILINE):
        raise BrowserModuleError(f"{path.name}: cannot read {stray[0]!r}")
    if stray := _UNPACKED.search(text):
        raise BrowserModuleError(f"{path.name}: name what is declared at the top one by one")
    if stray := _OTHER_EXPORT.search(_EXPORT.sub("", text)):
        raise BrowserModuleError(f"{path.name}: write the export at the declaration: {stray[0]!r}")
    found_names = list(_DECLARED.finditer(text))
    return _Module(
        path=path,
        text=text,
        imports=imports,
        declared=tuple(found["name"] for found in found_names),
        exported=frozenset(found["name"] for found in found_names if found["export"]),
    )


def _place(found: re.Match[str], path: Path) -> str:
    place = found["place"]
    if not place.startswith("."):
        raise BrowserModuleError(f"{path.name} imports {place!r}: nothing comes from a network")
    return place


def _imported(found: re.Match[str], path: Path) -> tuple[str, ...]:
    if found["what"] is None:
        return ()
    braces = _NAMES.fullmatch(found["what"].strip())
    names = [name.strip() for name in braces["names"].split(",")] if braces else [""]
    if names[-1] == "" and len(names) > 1:  # a comma after the last name
        names.pop()
    for name in names:
        if not _NAME.fullmatch(name):
            raise BrowserModuleError(
                f"{path.name}: import in braces, each under its own name: {found[0].strip()!r}"
            )
    return tuple(names)
