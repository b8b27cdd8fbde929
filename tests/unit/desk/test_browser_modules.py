"""Joining browser modules into one."""

import shutil
import subprocess
from pathlib import Path

import pytest

from coderlib.browser_modules import BrowserModuleError, join_modules
from coderlib.desk.widget import BROWSER_FOLDER


def modules(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text)
    return folder


def test_each_module_comes_after_what_it_needs(tmp_path):
    modules(
        tmp_path,
        main='import { a } from "./a.js";\nimport {\n  b\n} from "./b.js";\nexport default [a];\n',
        a='import { b } from "./b.js";\nexport const a = b + 1;\n',
        b="export async function b() {}\nexport class C {}\nlet hidden = 1;\n",
    )
    assert join_modules(tmp_path, "main.js") == (
        "// b.js\nasync function b() {}\nclass C {}\nlet hidden = 1;\n"
        "\n// a.js\nconst a = b + 1;\n"
        "\n// main.js\nexport default [a];\n"
    )


def test_modules_of_another_folder_can_be_shared(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    modules(tmp_path / "one", dom="export function h() {}\n")
    modules(tmp_path / "two", main='import { h } from "../one/dom.js";\nexport default h;\n')
    assert "function h() {}" in join_modules(tmp_path / "two", "main.js")


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        pytest.param({"main": 'import { a } from "./a.js";'}, "a.js cannot be read", id="missing"),
        pytest.param(
            {"main": 'import { a } from "./a.js";', "a": "export const b = 1;"},
            "imports 'a', which a.js does not export",
            id="not exported",
        ),
        pytest.param(
            {"main": 'import "./a.js";\nlet x;', "a": "const x = 1;"},
            "main.js and a.js both declare 'x'",
            id="twice",
        ),
        pytest.param(
            {
                "main": 'import "./a.js";',
                "a": 'import "./b.js";',
                "b": 'import "./a.js";',
            },
            "a.js > b.js > a.js",
            id="circle",
        ),
        pytest.param({"main": 'import x from "./a.js";'}, "in braces", id="default import"),
        pytest.param(
            {"main": 'import { a as b } from "./a.js";'}, "under its own name", id="renamed"
        ),
        pytest.param({"main": 'import { a } from "https://x/a.js";'}, "network", id="network"),
        pytest.param({"main": "let x;\nexport { x };"}, "at the declaration", id="export list"),
        pytest.param({"main": "const { x } = y;"}, "one by one", id="unpacked"),
        pytest.param(
            {"main": 'import "./a.js";', "a": "export default 1;"}, "only the entry", id="default"
        ),
    ],
)
def test_what_cannot_be_joined_is_told(tmp_path, texts, says):
    with pytest.raises(BrowserModuleError, match=r"js") as raised:
        join_modules(modules(tmp_path, **texts), "main.js")
    assert says in str(raised.value)


def test_the_desk_is_one_sound_module(tmp_path):
    text = join_modules(BROWSER_FOLDER, "desk.js")
    assert "\nimport " not in text
    assert text.count("\nexport ") == 1
    assert ".innerHTML" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    node = shutil.which("node")  # a fresh machine has none; the browser tests run the module
    if node is not None:
        (tmp_path / "desk.mjs").write_text(text)
        subprocess.run([node, "--check", tmp_path / "desk.mjs"], check=True)
