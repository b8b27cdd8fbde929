"""Joining browser modules into one, and what those do that need no page."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from coderlib.browser_modules import BrowserModuleError, join_modules
from coderlib.desk.chart_view import chart_view
from coderlib.desk.widget import BROWSER_FOLDER
from synthetic_cases import generate


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


def test_the_desk_is_one_module():
    text = join_modules(BROWSER_FOLDER, "desk.js")
    assert "\nimport " not in text
    assert text.count("\nexport ") == 1
    assert ".innerHTML" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_desk_touches_no_page_before_it_is_shown(run_module):
    assert run_module("desk.js") == []


def shown(documents):
    return [
        {"id": name, "section": section, "author": author, "moment": moment, "at": at, "time": time}
        for name, section, author, moment, at, time in documents
    ]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("type", [["Notes", "b", "c"], ["Tests", "a"]]),
        ("date", [["Jun 13, 2026", "a", "c"], ["Jun 14, 2026", "b"]]),
        ("author", [["Zoe Adams, MD", "c"], ["Ann Young, RN", "a", "b"]]),
    ],
)
def test_documents_are_listed_in_the_order_chosen(run_module, by, groups):
    documents = shown(
        [
            ("b", "Notes", "Ann Young, RN", "2026-06-14T08:00", "Jun 14, 2026 08:00", "08:00"),
            ("c", "Notes", "Zoe Adams, MD", "2026-06-13T22:00", "Jun 13, 2026 22:00", "22:00"),
            ("a", "Tests", "Ann Young, RN", "2026-06-13T07:00", "Jun 13, 2026 07:00", "07:00"),
        ]
    )
    script = f"""
      const groups = arrange({json.dumps(documents)}, "{by}");
      tell(groups.map((g) => [g.heading, ...g.documents.map((d) => d.id)]));
    """
    assert run_module("arrangement.js", script) == [groups]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("He fell. She called.", ["He fell.", "She called."]),
        ("Seen by Dr. Jones. Stable.", ["Seen by Dr. Jones.", "Stable."]),
        ("Given 2.5 mg. 2 doses.", ["Given 2.5 mg.", "2 doses."]),
        ("Lauren K. Harrison came in.", ["Lauren K. Harrison came in."]),
        ("WBC 12.3, no fever", ["WBC 12.3, no fever"]),
        ("PMH: COPD\nSocial: smoker", ["PMH: COPD", "Social: smoker"]),
        (
            "A line that was broken because it was as wide as the paper is,\nand its rest.",
            ["A line that was broken because it was as wide as the paper is,\nand its rest."],
        ),
        ("  \n ", []),
    ],
)
def test_the_reading_cursor_steps_by_sentence(run_module, text, steps):
    script = f"""
      const text = {json.dumps(text)};
      const blocks = [{{ kind: "paragraph", start: 0, end: text.length }}];
      const steps = readingSteps({{ text, blocks }});
      tell(steps.map(({{ start, end }}) => text.slice(start, end)));
    """
    assert run_module("passages.js", script) == [steps]


def test_the_reading_cursor_reaches_all_words_of_a_chart_but_its_headings(run_module):
    view = chart_view(generate("pneumonia-copd-diabetes", seed=1).chart)
    script = f"""
      const documents = {json.dumps(view["documents"])};
      tell(documents.map((each) => readingSteps(each)));
    """
    [stepped_over] = run_module("passages.js", script)
    for document, steps in zip(view["documents"], stepped_over, strict=True):
        text = document["text"]
        assert text.isascii()  # so that offsets are the same here and there
        assert all(a["end"] <= b["start"] for a, b in pairwise(steps))
        stepped = "".join(text[each["start"] : each["end"]] for each in steps)
        written = "".join(
            text[each["start"] : each["end"]]
            for each in document["blocks"]
            if each["kind"] != "heading"
        )
        assert re.sub(r"[\s|]", "", stepped) == re.sub(r"[\s|]", "", written)


def test_a_passage_has_no_blanks_at_its_ends(run_module):
    script = """
      const document_ = { id: "a", text: "One \\n two. " };
      tell(trimmedPassage(document_, 3, 11));
      tell(trimmedPassage(document_, 3, 6));
    """
    assert run_module("passages.js", script) == [
        {"document": "a", "start": 6, "end": 10, "quote": "two."},
        None,
    ]


FAKE_PAGE = """
  globalThis.document = { createElement: (tag) => ({
    tag, attributes: {}, children: [],
    setAttribute(name, value) { this.attributes[name] = value; },
    append(...children) { this.children.push(...children); },
    replaceChildren(...children) { this.children = children; },
  }) };
  const words = (each) => typeof each === "string" ? each
    : each.className === "cd-hidden" ? "" : each.children.map(words).join("");
  const heard = (each) => typeof each === "string" ? each : each.children.map(heard).join("");
  const seen = (each, under) => typeof each === "string" ? [[each, under]]
    : each.children.flatMap((child) => seen(child, [...under, each.className]));
"""


def test_marks_may_overlap_and_change_no_word(run_module):
    script = f"""{FAKE_PAGE}
      const text = "Acute on chronic heart failure.";
      const element = document.createElement("p");
      const page = {{ text, runs: [{{ element, start: 0, end: text.length }}] }};
      const painted = (...passages) => {{ paint(page, passages); return element.children; }};
      painted(
        {{ start: 9, end: 30, kind: "cited", label: "I50.9" }},
        {{ start: 0, end: 16, kind: "cited", label: "J44.1" }},
        {{ start: 17, end: 22, kind: "hit" }},
        {{ start: 0, end: 30, kind: "caret" }},
      );
      const first = element.children;
      const again = painted({{ start: 0, end: 5, kind: "hit" }});
      const same = painted({{ start: 0, end: 5, kind: "hit" }}) === again;
      tell({{
        words: first.map(words).join(""), heard: first.map(heard).join(""),
        seen: first.flatMap((each) => seen(each, [])), again: again.map(words).join(""), same,
        clear: painted().map(words).join(""),
      }});
    """
    [told] = run_module("document_page.js", script)
    text = "Acute on chronic heart failure."
    assert (told["words"], told["again"], told["clear"], told["same"]) == (text, text, text, True)
    assert told["heard"].count("evidence for I50.9") == 1
    assert told["heard"].count("evidence for J44.1") == 1
    looks = {words: set(classes) for words, classes in told["seen"]}
    assert looks["chronic"] == {"cd-caret", "cd-cited"}
    assert looks["heart"] == {"cd-caret", "cd-cited", "cd-hit"}
    assert looks["."] == set()


def test_only_values_flagged_by_the_chart_stand_out(run_module):
    script = """
      const texts = ["17.9 H", "2.1 LL", "<0.1 L", "4.2", "Vitamin H", "142/90 H", "H"];
      for (const each of texts) tell(flagClass(FLAGGED.exec(each)?.[1]));
    """
    assert run_module("document_page.js", script) == [
        "cd-flagged cd-high",
        "cd-flagged cd-low cd-critical",
        "cd-flagged cd-low",
        "",
        "",
        "cd-flagged cd-high",
        "",
    ]


def test_a_trend_needs_two_numbers_and_marks_those_outside_the_range(run_module):
    script = f"""{FAKE_PAGE}
      document.createElementNS = (_, tag) => document.createElement(tag);
      const day = "2026-03-02T0";
      const at = (hour, number) => ({{ at: `${{day}}${{hour}}:00`, number, text: `${{number}}` }});
      const one = trend({{ values: [at(1, 5), at(2, null)], low: 1, high: 9 }});
      const drawn = trend({{ values: [at(1, 12), at(2, 8), at(3, 5)], low: 1, high: 9 }});
      tell(one);
      tell(drawn.attributes["aria-label"]);
      tell(drawn.children.map((each) => each.attributes.class ?? each.tag));
    """
    one, name, parts = run_module("trend.js", script)
    assert one is None
    assert name == "falling, from 12 to 5"
    assert parts.count("cd-trend-outside") == 1
    assert parts[0] == "cd-trend-range"
