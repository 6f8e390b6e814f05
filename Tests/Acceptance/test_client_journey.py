"""One way through the whole of auth and storage, by the documentation's calls: with the sandbox's own module, and with the
real package where there is one.

`SANDBOX_AWS_AMPLIFY=<folder>` names a folder in which `npm install aws-amplify` was run.
"""

import json
import os
import pathlib
import subprocess

import pytest

from browser import Browser
from projects import copy_example
from sandbox_process import clean_environment
from web_pages import WEB, PageServer

# Node has none, and the package reads by it in browsers and in Node alike.
FILE_READER = """globalThis.FileReader ??= class {
  readAsArrayBuffer(blob) { blob.arrayBuffer().then((result) => { this.result = result; this.onload?.({ target: this }); }); }
};
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory, start_sandbox):
    project = copy_example("photo-sharing", tmp_path_factory.mktemp("journey") / "app")
    return start_sandbox(project, options=["--fixed-code", "123456", "--connect-file"])


def wrong(results):
    return [f"{name}: {result}" for name, result in results if result != "ok"]


def test_with_the_sandbox_s_own_module_in_a_page(app):
    module = f"{app.endpoint}/_sandbox/amplify.js"
    names = json.dumps({"imports": {name: module for name in ("aws-amplify", "aws-amplify/auth", "aws-amplify/storage")}})
    pages = PageServer()
    address = pages.add("/journey.html", f"""<!doctype html><script type="importmap">{names}</script>
        <script type="module">import {{ travel }} from '/journey.mjs'; window.results = await travel({json.dumps(app.outputs)});</script>""")
    with Browser() as browser:
        page = browser.open(address)
        results = page.wait("window.results", 60)
    pages.close()
    assert len(results) == 38 and wrong(results) == []


@pytest.mark.skipif("SANDBOX_AWS_AMPLIFY" not in os.environ, reason="SANDBOX_AWS_AMPLIFY names no folder with aws-amplify")
def test_with_the_real_package_in_node(app, tmp_path):
    (tmp_path / "node_modules").symlink_to(pathlib.Path(os.environ["SANDBOX_AWS_AMPLIFY"]).resolve() / "node_modules")
    (tmp_path / "journey.mjs").write_text((WEB / "journey.mjs").read_text())
    (tmp_path / "start.mjs").write_text(
        FILE_READER + "const { travel } = await import('./journey.mjs');\n"
        f"console.log(JSON.stringify(await travel({json.dumps(app.outputs)})));\nprocess.exit();\n")
    done = subprocess.run(
        ["node", "--import", str(app.project / "amplify_outputs.connect.js"), "start.mjs"], capture_output=True, text=True,
        timeout=120, cwd=tmp_path, env=clean_environment())
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout.splitlines()[-1])
    assert len(results) == 38 and wrong(results) == []
