"""The parts of the browser code that need no page: entries as values, the timer, the drafts."""

import pytest

STORE = """
const kept = new Map();
globalThis.sessionStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, String(value)),
  removeItem: (name) => kept.delete(name),
};
"""

STATE = """
const passage = { document: "a", start: 1, end: 5, quote: "cold" };
const response = {
  admitting: "", principal: { code: "A00", poa: "Y" }, others: [{ code: "B00" }, { code: "C00" }],
  procedures: [{ code: "P1" }, { code: "P2" }], notes: "n", opened: ["a"], seconds: 5,
};
const state = fromResponse(response);
const [a, b, c] = diagnosesOf(state).map((each) => each.key);
const [p] = state.procedures.map((each) => each.key);
const order = (of) => [...diagnosesOf(of), ...of.procedures].map((each) => each.code).join(" ");
"""


def test_what_goes_through_the_page_comes_back_whole(run_module):
    script = (
        STATE + "tell([toResponse(state), response, sameEntries(toResponse(state), response)]);"
    )
    ((back, response, same),) = run_module("entries.js", script)
    assert back == response
    assert same


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ("{ seconds: 900, opened: [] }", True),
        ("{ disposition: '' }", True),
        ("{ principal: { poa: 'Y', evidence: [], code: 'A00' } }", True),
        ("{ disposition: '03' }", False),
        ("{ admitting: 'R05.9' }", False),
        ("{ notes: 'm' }", False),
        ("{ principal: { code: 'A00', poa: 'Y', evidence: [passage] } }", False),
        ("{ procedures: [{ code: 'P1', surgeon: 'Ada' }, { code: 'P2' }] }", False),
        ("{ others: [{ code: 'C00' }, { code: 'B00' }] }", False),
        ("{ queries: [{ title: 'q' }] }", False),
    ],
)
def test_two_responses_are_the_same_by_what_was_entered(run_module, change, same):
    script = f"{STATE}tell(sameEntries(response, {{ ...response, ...{change} }}));"
    assert run_module("entries.js", script) == [same]


def test_rows_are_moved_one_by_one_and_over_the_principal(run_module):
    script = (
        STATE
        + """
    for (const [key, by] of [[c, -1], [b, -1], [a, 1], [p, 1], [a, -1]]) {
      tell(order(move(state, key, by)));
    }
    for (const next of [moveTo(state, c, a), makePrincipal(state, c)]) tell(order(next));
    """
    )
    assert run_module("entries.js", script) == [
        "A00 C00 B00 P1 P2",
        "B00 A00 C00 P1 P2",
        "B00 A00 C00 P1 P2",
        "A00 B00 C00 P2 P1",
        "A00 B00 C00 P1 P2",
        "C00 A00 B00 P1 P2",
        "C00 A00 B00 P1 P2",
    ]


def test_a_removed_entry_comes_back_to_its_place_and_nothing_else_changes(run_module):
    script = (
        STATE
        + """
    for (const key of [a, b, c, p]) {
      const later = change(remove(state, key), key === c ? b : c, { poa: "N" });
      const back = restore(later, state, key);
      tell([order(back), diagnosesOf(back).filter((each) => each.poa === "N").length]);
    }
    tell(order(restore(addDiagnosis(remove(state, a), "D00", true), state, a)));
    """
    )
    *each, replaced = run_module("entries.js", script)
    assert each == [["A00 B00 C00 P1 P2", 1]] * 4
    assert replaced == "D00 A00 B00 C00 P1 P2", "a new principal keeps its place"


def test_a_passage_is_attached_once_and_detached(run_module):
    script = (
        STATE
        + """
    const once = attach(attach(state, b, passage), p, passage);
    tell(attach(once, b, { ...passage, more: 1 }) === once);
    tell(passagesOf(once).map(({ label, quote }) => [label, quote]));
    tell(passagesOf(detach(once, b, passage)).length);
    tell(attach(state, 999, passage) === state);
    let full = state;
    for (let n = 0; n < 60; n += 1) full = attach(full, b, { ...passage, start: n });
    tell(passagesOf(full).length);
    """
    )
    assert run_module("entries.js", script) == [
        True,
        [["B00", "cold"], ["P1", "cold"]],
        1,
        True,
        40,
    ]


def test_a_replaced_code_keeps_what_else_was_entered(run_module):
    script = (
        STATE + 'tell(toResponse(change(attach(state, a, passage), a, { code: "Z99" })).principal);'
    )
    (principal,) = run_module("entries.js", script)
    assert (principal["code"], principal["poa"], len(principal["evidence"])) == ("Z99", "Y", 1)


def test_time_is_neither_lost_nor_doubled_over_reloads(run_module):
    script = f"""{STORE}
    const open = (kept) => stopwatch({{ place: "x", kept }});
    const first = open(100);
    for (let n = 0; n < 7; n += 1) first.tick();
    tell(first.seconds());
    tell(open(100).seconds());   // a reload before any change was saved
    tell(open(107).seconds());   // a reload after one was
    tell(open(300).seconds());   // another computer counted on
    tell(stopwatch({{ place: "y", kept: 3 }}).seconds());
    """
    assert run_module("timer.js", script) == [107, 107, 107, 300, 3]


def test_two_views_of_a_page_count_a_second_once(run_module):
    script = f"""{STORE}
    const [one, other] = [1, 2].map(() => stopwatch({{ place: "x", kept: 0 }}));
    for (let n = 0; n < 10; n += 1) {{ one.tick(); other.tick(); }}
    tell([one.seconds(), other.seconds()]);
    """
    assert run_module("timer.js", script) == [[10, 10]]


def test_a_page_without_a_store_counts_on(run_module):
    script = """
    const full = { getItem() { throw new Error("no"); }, setItem() { throw new Error("no"); } };
    for (const store of [full, null]) {
      globalThis.sessionStorage = store;
      const watch = stopwatch({ place: "x", kept: 61 });
      watch.tick();
      tell(onTheClock(watch.seconds()));
    }
    tell(onTheClock(4505));
    """
    assert run_module("timer.js", script) == ["01:02", "01:02", "75:05"]


def test_what_is_half_typed_is_kept_by_field_and_by_desk(run_module):
    script = f"""{STORE}
    typedDrafts("one").keep("icd-10-cm", "J96.0");
    typedDrafts("one").keep("icd-10-pcs", "0BH");
    tell([typedDrafts("one").of("icd-10-cm"), typedDrafts("one").of("icd-10-pcs")]);
    tell(typedDrafts("two").of("icd-10-cm"));
    sessionStorage.setItem("coder-desk:typed:one", "{{broken");
    tell(typedDrafts("one").of("icd-10-cm"));
    """
    assert run_module("typed_code.js", script) == [["J96.0", "0BH"], "", ""]
