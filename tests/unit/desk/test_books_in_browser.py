"""What the browser modules of the code books compute, run as they are."""

import json


def test_a_choice_leaves_only_what_a_row_still_allows(run_module, open_desk):
    rows = open_desk().ask("table", characters="0FT")["table"]["rows"]
    [found] = run_module(
        "pcs_choice.js",
        f"""
        const rows = {json.dumps(rows)};
        const values = (chosen, at) =>
          possibleValues(rows, chosen, at).map((one) => one.value).join("");
        tell({{
          parts: values("", 0),
          approaches: values("4", 1),
          ofDucts: values("9", 1),
          changed: values("44ZZ", 1),
          kept: withValue(rows, "44ZZ", 0, "1"),
          given_up: withValue(rows, "97ZZ", 0, "4"),
        }});
        """,
    )
    assert found["parts"] == "012456789CDFG"
    assert found["approaches"] == found["changed"] == "04"
    assert found["ofDucts"] == "0478"
    assert found["kept"] == "14ZZ"
    assert found["given_up"] == "4"


def test_one_character_of_two_meanings_says_both(run_module):
    rows = [
        [[{"value": v, "label": label, "derived": False}] for v, label in row]
        for row in (
            [("3", "a"), ("3", "b"), ("1", "Drug A"), ("2", "c")],
            [("3", "a"), ("3", "b"), ("1", "Drug B"), ("5", "d")],
        )
    ]
    [found] = run_module(
        "pcs_choice.js",
        f"tell(possibleValues({json.dumps(rows)}, '33', 2));",
    )
    assert found == [{"value": "1", "label": "Drug A or Drug B", "derived": False}]


def test_the_lines_of_the_index_open_close_and_are_narrowed(run_module, open_desk):
    lines = open_desk().ask("index_term", system="icd-10-cm", path=["Diabetes"])["lines"]
    [found] = run_module(
        "index_tree.js",
        f"""
        const lines = placedLines({json.dumps(lines)});
        const titles = (numbers) => numbers.map((n) => lines[n].title);
        const said = linesThatSay(lines, ["type", "2"]);
        const first = lines[said.first];
        tell({{
          closed: linesOnView(lines, new Set(), null).length,
          firstLevel: linesOnView(lines, new Set([0]), null).every((n) => lines[n].depth < 2),
          all: linesOnView(lines, new Set(lines.map((line) => line.n)), null).length,
          first: [first.title, first.depth, first.more],
          way: titles(wayTo(lines, said.first)),
          narrowed: linesOnView(lines, new Set(lines.map((line) => line.n)), said.shown).length,
          few: [...openToShow(lines, {{ shown: new Set([0, 1]), first: 1 }})],
          many: [...openToShow(lines, {{ shown: new Set(lines.keys()), first: 1 }})],
          nothing: linesThatSay(lines, ["zzz"]),
          codes: ["E11.-", "E11.61-", "0FT4-", "I10"].map(withoutDash),
        }});
        """,
    )
    assert found["closed"] == 1
    assert found["firstLevel"] is True
    assert found["all"] == len(lines)
    assert found["first"] == ["type 2", 1, True]
    assert found["way"] == ["type 2", "Diabetes"]
    assert 1 < found["narrowed"] < len(lines)
    assert found["few"] == [0, 1]
    assert found["many"] == [1, 0]
    assert found["nothing"] is None
    assert found["codes"] == ["E11", "E11.61", "0FT4", "I10"]


def test_codes_lately_used_are_kept_apart_and_bounded(run_module):
    [found] = run_module(
        "recent.js",
        """
        const kept = new Map();
        globalThis.localStorage = {
          getItem: (key) => kept.get(key) ?? null,
          setItem: (key, value) => kept.set(key, value),
        };
        const use = (code) => rememberCode("icd-10-cm", { code, title: "t", valid: true });
        for (let n = 0; n < 20; n += 1) use(`A${n}`);
        use("A15");
        const others = recentCodes("icd-10-pcs");
        const codes = recentCodes("icd-10-cm").map((each) => each.code);
        kept.set("coder-desk:recent:icd-10-cm", '{"not": "a list"}');
        const broken = recentCodes("icd-10-cm");
        globalThis.localStorage = undefined;
        use("B1");
        tell({ codes, others, broken, none: recentCodes("icd-10-cm") });
        """,
    )
    assert found["codes"][:3] == ["A15", "A19", "A18"]
    assert len(found["codes"]) == 12
    assert found["others"] == found["broken"] == found["none"] == []


def test_entries_walked_through_are_gone_back_and_forth(run_module):
    [found] = run_module(
        "visited.js",
        """
        const shown = [];
        const seen = visits((one, other) => one === other, (visit) => shown.push(visit));
        for (const each of ["a", "b", "b", "c"]) seen.add(each);
        for (const go of ["here", "back", "back", "back", "forward"]) seen[go]();
        seen.add("d");
        seen.forward();
        seen.back();
        const target = { matches: () => false };
        const keys = [{ altKey: true }, {}, { altKey: true, ctrlKey: true }];
        const ways = keys.map((held) => travelKey({ key: "ArrowLeft", target, ...held }));
        tell({ shown, ways, ends: [seen.hasBack(), seen.hasForward()] });
        """,
    )
    assert found["shown"] == ["c", "b", "a", "b", "b"]
    assert found["ways"] == ["back", "", ""]
    assert found["ends"] == [True, True]
