"""A headless Chromium, driven by its own protocol over a pipe."""

import base64
import fcntl
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time


class BrowserError(AssertionError):
    """The page threw, or the browser refused."""


def high_descriptor(descriptor):
    copy = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return copy


class Browser:
    """One browser with a fresh profile; pages have storage in common unless opened in a context of their own."""

    def __init__(self, options=(), **environment):
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if program is None:
            raise AssertionError("there is no Chromium on this machine")
        self.profile = tempfile.mkdtemp(prefix="sandbox-browser-")
        # The protocol's pipe is file descriptors 3 and 4; ours must be others while the shell sets them up.
        to_browser, self._to_browser = map(high_descriptor, os.pipe())
        self._from_browser, from_browser = map(high_descriptor, os.pipe())
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{to_browser} 4>&{from_browser}', "bash", program,
             "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--remote-debugging-pipe", f"--user-data-dir={self.profile}", *options, "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=os.environ | environment)
        os.close(to_browser)
        os.close(from_browser)
        self._serial = 0
        self._buffer = b""
        self._answers = {}
        self.pages = {}

    def close(self):
        os.close(self._to_browser)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._from_browser)
        shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Protocol

    def call(self, method, session=None, seconds=30, **parameters):
        self._serial += 1
        serial = self._serial
        message = {"id": serial, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to_browser, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + seconds
        while serial not in self._answers:
            self.receive(deadline, method)
        answer = self._answers.pop(serial)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def receive(self, deadline, what):
        """Takes one message in; waits for it until `deadline`."""
        pieces = [self._buffer]
        while b"\0" not in pieces[-1]:
            ready, _, _ = select.select([self._from_browser], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                self._buffer = b"".join(pieces)
                raise BrowserError(f"no answer in time to {what}")
            pieces.append(os.read(self._from_browser, 1 << 20))
            if not pieces[-1]:
                raise BrowserError("the browser has ended")
        text, _, self._buffer = b"".join(pieces).partition(b"\0")
        message = json.loads(text)
        if "id" in message:
            self._answers[message["id"]] = message
        elif message.get("sessionId") in self.pages:
            self.pages[message["sessionId"]].happened(message)

    # Pages

    def open(self, url="about:blank", own_storage=False):
        context = {"browserContextId": self.call("Target.createBrowserContext")["browserContextId"]} if own_storage else {}
        target = self.call("Target.createTarget", url="about:blank", **context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        self.pages[session] = page
        for domain in ("Page", "Runtime"):
            page.call(f"{domain}.enable")
        page.call("Network.enable", maxPostDataSize=1)  # bodies of uploads are not wanted here
        if url != "about:blank":
            page.go(url)
        return page


class Page:
    def __init__(self, browser, session):
        self.browser = browser
        self.session = session
        self.requests = []
        self.console = []
        self.errors = []
        self._loaded = False

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def happened(self, message):
        parameters = message["params"]
        match message["method"]:
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self.requests.append(parameters["request"])
            case "Runtime.consoleAPICalled":
                self.console.append(" ".join(str(entry.get("value", entry.get("description"))) for entry in parameters["args"]))
            case "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                self.errors.append(details.get("exception", {}).get("description") or details["text"])

    def go(self, url, seconds=30):
        """Loads an address and returns when the page has loaded."""
        self._loaded = False
        result = self.call("Page.navigate", url=url)
        if result.get("errorText"):
            raise BrowserError(f"{url}: {result['errorText']}")
        deadline = time.monotonic() + seconds
        while not self._loaded:
            self.browser.receive(deadline, f"load {url}")

    def run(self, source):
        """The value of an expression, awaited if it is a promise."""
        result = self.call("Runtime.evaluate", expression=source, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return result["result"].get("value")

    def run_async(self, body, **arguments):
        """The value that the body of an async function returns; the arguments are constants in it."""
        constants = "".join(f"const {name} = {json.dumps(value)};" for name, value in arguments.items())
        return self.run(f"(async () => {{ {constants} {body} }})()")

    def wait(self, condition, seconds=20):
        """Waits until an expression is true in the page, and returns its value."""
        deadline = time.monotonic() + seconds
        while True:
            value = self.run(condition)
            if value:
                return value
            if time.monotonic() > deadline:
                raise BrowserError(f"never came true: {condition}\nthe page shows: {self.text()}\nerrors: {self.errors}")
            time.sleep(0.02)

    def text(self):
        return self.run("document.body.innerText")

    def click(self, selector):
        self.wait(f"document.querySelector({json.dumps(selector)}) !== null")
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector, value):
        self.wait(f"document.querySelector({json.dumps(selector)}) !== null")
        self.run(f"document.querySelector({json.dumps(selector)}).value = {json.dumps(value)}")

    def size(self, width, height, scheme="light"):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def screenshot(self, path):
        """What the window shows, as PNG."""
        picture = self.call("Page.captureScreenshot", format="png")
        pathlib.Path(path).write_bytes(base64.b64decode(picture["data"]))
