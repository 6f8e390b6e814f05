"""Pages for browser tests: an app's own server, as a bundler's is, on another port than the sandbox."""

import http.server
import json
import os
import pathlib
import queue
import subprocess
import threading

import pytest

from sandbox_process import REPOSITORY, clean_environment

WEB = pathlib.Path(__file__).resolve().parent / "web"
# `Tests/run` fetches these; `node` alone is the machine's own.
NODES = [line.split("=")[0] for line in (pathlib.Path(__file__).parent / "node-versions.txt").read_text().split()]
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript"}


class PageServer:
    """Serves the texts it was given, and the files of `web/`; keeps what is posted to it."""

    def __init__(self):
        pages = self.pages = {}
        posted = self.posted = queue.Queue()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                path = self.path.partition("?")[0]
                file = WEB / path.lstrip("/")
                text = pages.get(path) or (file.read_text() if file.is_file() else None)
                self.send_response(200 if text is not None else 404)
                self.send_header("content-type", TYPES.get(pathlib.Path(path).suffix, TYPES[".html"]))
                self.end_headers()
                self.wfile.write((text or "").encode())

            def do_POST(self):
                posted.put(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def add(self, path, text):
        self.pages[path] = text
        return self.address(path)

    def address(self, path, host="localhost"):
        return f"http://{host}:{self.port}{path}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class Node:
    """Runs bodies of async functions in Node, each in a process of its own."""

    def __init__(self, folder, *options, program="node", **environment):
        self.program = program
        self.folder = pathlib.Path(folder)
        self.options = [str(option) for option in options]
        self.environment = environment
        self.stderr = ""

    def run_async(self, body, **arguments):
        """The value that the body returns; the arguments are constants in it. `client` is the hand-made client."""
        constants = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in arguments.items())
        file = self.folder / "test.mjs"
        file.write_text(
            f"const client = await import({json.dumps((WEB / 'client.mjs').as_uri())});\n{constants}"
            f"const result = await (async () => {{ {body} }})();\n"
            "process.stdout.write(JSON.stringify(result ?? null));\n")
        done = subprocess.run(
            [self.program, *self.options, str(file)], capture_output=True, text=True, timeout=60, cwd=self.folder,
            env=clean_environment(**self.environment))
        self.stderr = done.stderr
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def node_program(version):
    """The path of one of NODES, or of the machine's own."""
    if version == "node":
        return version
    program = REPOSITORY / ".build" / "node" / version / "node"
    if not program.exists():
        pytest.skip(f"Node {version} is not there; Tests/run fetches it")
    return str(program)


def script_credentials(visitor):
    """Credentials as the hand-made client takes them."""
    credentials = visitor.credentials
    return {"key": credentials.access_key, "secret": credentials.secret_key, "token": credentials.session_token}


def screenshot(page, name):
    """Keeps a picture of the page if the variable SANDBOX_SCREENSHOTS names a folder."""
    folder = os.environ.get("SANDBOX_SCREENSHOTS")
    if folder:
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(pathlib.Path(folder) / f"{name}.png")
