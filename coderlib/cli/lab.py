"""`coderlib lab`: JupyterLab on the welcome notebook of a class."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import webbrowser
from pathlib import Path

import click

from coderlib.errors import CoderlibError

FIRST_PORT = 8888
PORTS_TRIED = 100
CONFIG_FOLDER = ".jupyter"
"""Where a class keeps the Jupyter configuration that its Lab needs."""
WELCOME = "welcome.ipynb"


@click.command()
@click.argument("folder", default="demo-class", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1024, 65535), help="Use this port and no other.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@click.option("--notebook", default=WELCOME, show_default=True, help="Open this notebook.")
def lab(folder: Path, port: int | None, notebook: str, *, no_browser: bool) -> None:
    """Open JupyterLab on the class in FOLDER (./demo-class unless given).

    \b
    Examples:
      coderlib lab
      coderlib lab my-class --no-browser --port 9000
    """
    if not folder.is_dir():
        raise CoderlibError(
            f"There is no class in {folder}.", hint=f"make one with: coderlib class demo {folder}"
        )
    chosen = find_port(port)
    token = secrets.token_hex(16)
    opens = not no_browser and has_browser()
    address = f"http://127.0.0.1:{chosen}/lab"
    if (folder / notebook).exists():
        address += f"/tree/{notebook}"
    click.echo(f"JupyterLab serves {folder.resolve()}; end it with Ctrl+C.")
    click.echo(f"Open {address}?token={token}")
    sys.stdout.flush()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder.resolve()}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={chosen}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.open_browser={opens}",
        f"--ServerApp.default_url={address.split(str(chosen), 1)[1]}",
        "--Application.log_level=ERROR",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--ServerApp.allow_root=True")
    # The token goes by the environment: other users of the machine can read a command line.
    environment = {**os.environ, **class_environment(folder), "JUPYTER_TOKEN": token}
    os.execve(sys.executable, command, environment)  # noqa: S606 - our own interpreter


def class_environment(folder: Path) -> dict[str, str]:
    """Environment variables under which Jupyter reads the configuration of a class."""
    own = folder.resolve() / CONFIG_FOLDER
    if not own.is_dir():
        return {}
    paths = [str(own), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    return {"JUPYTER_CONFIG_PATH": os.pathsep.join(path for path in paths if path)}


def find_port(wanted: int | None = None) -> int:
    """The wanted port, or the first free one from 8888.

    Raises:
        CoderlibError: the wanted port is taken, or no port is free.
    """
    candidates = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if wanted is None else [wanted]
    for port in candidates:
        with socket.socket() as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    if wanted is not None:
        raise CoderlibError(
            f"Port {wanted} is taken.", hint="give another --port, or none to have one chosen"
        )
    raise CoderlibError(
        f"The ports {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are all taken.",
        hint="end a program that holds one, or give --port",
    )


def has_browser() -> bool:
    """Whether this machine can show a page: a desktop, and a browser on it."""
    desktop = sys.platform in {"darwin", "win32"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if not desktop:
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
