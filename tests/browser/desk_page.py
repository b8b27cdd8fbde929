"""The desk in a page of its own, joined to a real `Desk` in this process: no Lab, no kernel."""

from __future__ import annotations

from pathlib import Path

import samples
from playwright.sync_api import BrowserContext, Locator, Page

from coderlib.desk import Desk
from coderlib.task import CodingTask

TASK = CodingTask(task="coding-1", title="Chart 1", instructions="Code it.", chart=samples.CHART)

ADDRESS = "http://desk.test"

_PAGE = """<!doctype html><meta charset="utf-8"><style>{style}</style><div id="at"></div>
<script type="module">
const desk = (await import("/desk.mjs")).default;
const traits = await window.traits();
const heard = {{}};
const tell = (name, ...what) => heard[name]?.forEach((each) => each(...what));
const model = {{
  get: (name) => traits[name],
  on: (name, hear) => (heard[name] ??= new Set()).add(hear),
  off: (name, hear) => heard[name]?.delete(hear),
  send: (message) => window.kernel(message).then(({{ messages, now }}) => {{
    for (const [name, value] of Object.entries(now)) {{
      if (JSON.stringify(traits[name]) === JSON.stringify(value)) continue;
      traits[name] = value;
      tell(`change:${{name}}`);
    }}
    messages.forEach((each) => tell("msg:custom", each));
  }}),
}};
desk.render({{ model, el: document.getElementById("at"), signal: new AbortController().signal }});
document.body.dataset.ready = "yes";
</script>"""


class DeskPage:
    """A page with the desk over a task, and the desk in Python behind it."""

    def __init__(self, context: BrowserContext, task: CodingTask, folder: Path) -> None:
        self.task, self.folder = task, folder
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self._sent: list[dict] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.expose_function("kernel", self._receive)
        self.page.expose_function("traits", self._traits)
        self.page.route(f"{ADDRESS}/**", self._serve)
        self.run_cell()

    def run_cell(self) -> None:
        """Open the desk anew, as the cell does after the kernel was restarted."""
        self.desk = Desk(self.task, self.folder)
        self.desk.send = self._sent.append
        self.reload()

    def reload(self) -> None:
        """Load the page anew."""
        self.page.goto(f"{ADDRESS}/desk")
        self.page.locator("body[data-ready]").wait_for()

    def row(self, code: str) -> Locator:
        """The row of a code in the abstract."""
        return self.page.locator("tr.cd-entry").filter(has_text=code)

    @property
    def codes(self) -> list[str]:
        """The codes of the abstract, from top to bottom."""
        return self.page.locator("tr.cd-entry .cd-code").all_inner_texts()

    @property
    def focus(self) -> str:
        """The name of what has the focus."""
        return self.page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")

    def _receive(self, message: dict) -> dict:
        self._sent.clear()
        self.desk._receive(self.desk, message, [])
        if self.desk._checking is not None:
            self.desk._checking.join()
        now = {name: getattr(self.desk, name) for name in ("entered", "saved")}
        return {"messages": list(self._sent), "now": now}

    def _traits(self) -> dict:
        names = ("setup", "chart", "entered", "saved")
        return {name: getattr(self.desk, name) for name in names}

    def _serve(self, route) -> None:
        if route.request.url.endswith("/desk.mjs"):
            route.fulfill(body=Desk._esm, content_type="text/javascript")
        elif route.request.url.endswith("/desk"):
            route.fulfill(body=_PAGE.format(style=Desk._css), content_type="text/html")
        else:
            route.fulfill(status=404)
