"""The real program, run on a project folder with a data folder of its own."""

import json
import os
import pathlib
import re
import signal
import subprocess

from waiting import wait_until

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SANDBOX_PROGRAM") or str(REPOSITORY / ".build" / "debug" / "sandbox")
IDENTIFIER = "acceptance"


def clean_environment(**more):
    """This process's environment without any AWS setting of the machine, without colour."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_COLOR": "1",
    } | more


class Sandbox:
    """One `sandbox` on `project`, on a port that the system chose."""

    def __init__(self, project, data, identifier=IDENTIFIER, options=()):
        self.project = pathlib.Path(project)
        self.data = pathlib.Path(data)
        self.identifier = identifier
        self.options = list(options)
        self.process = None
        self.port = 0
        self.starts = 0

    # Life

    def start(self):
        """Starts the program and returns once it has announced that it is ready."""
        self.starts += 1
        self.data.mkdir(parents=True, exist_ok=True)
        self._out = open(self.data.parent / f"out-{self.identifier}-{self.starts}.txt", "wb")
        self._err = open(self.data.parent / f"err-{self.identifier}-{self.starts}.txt", "wb")
        self.process = subprocess.Popen(
            [PROGRAM, *self._place(), "--port", str(self.port), *self.options],
            stdin=subprocess.DEVNULL, stdout=self._out, stderr=self._err, env=clean_environment())
        self.ready = wait_until(self._read_ready_file, "endpoint.json of the new process", 30)
        self.endpoint = self.ready["endpoint"].rstrip("/")
        self.bound_port = int(self.endpoint.rsplit(":", 1)[1])
        return self

    def stop(self):
        """Asks for a clean stop and returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self._ended()

    def kill(self):
        """Ends the process at whatever instruction it is."""
        self.process.kill()
        return self._ended()

    def close(self):
        """Stops what still runs; harmless otherwise."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self._ended()
            except subprocess.TimeoutExpired:
                self.kill()

    def _ended(self):
        code = self.process.wait(timeout=20)
        self._out.close()
        self._err.close()
        return code

    @property
    def running(self):
        return self.process.poll() is None

    # What it says

    @property
    def folder(self):
        return self.data / self.identifier

    @property
    def ready_file(self):
        return self.folder / "endpoint.json"

    def _read_ready_file(self):
        if not self.running:
            raise AssertionError(f"sandbox ended with {self.process.returncode} before it was ready:\n{self.messages()}")
        try:
            ready = json.loads(self.ready_file.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        return ready if ready.get("pid") == self.process.pid else None

    @property
    def generation(self):
        return json.loads(self.ready_file.read_text())["generation"]

    def wait_for_generation(self, generation):
        return wait_until(lambda: self.generation >= generation, f"generation {generation}")

    def messages(self):
        """All that the newest process wrote to its standard error."""
        return pathlib.Path(self._err.name).read_text(errors="replace")

    def printed(self):
        """All that the newest process wrote, to either stream."""
        return pathlib.Path(self._out.name).read_text(errors="replace") + self.messages()

    def wait_for_message(self, pattern, after=0):
        """The first match of `pattern` in the messages from position `after` on."""
        return wait_until(
            lambda: re.compile(pattern, re.MULTILINE).search(self.messages(), after), f"the message {pattern!r}")

    # Its other commands

    def _place(self):
        return ["--project", str(self.project), "--data-dir", str(self.data), "--identifier", self.identifier]

    def run(self, *arguments, place=True, **more):
        """Runs a subcommand on this sandbox and returns the completed process."""
        return subprocess.run(
            [PROGRAM, *arguments, *(self._place() if place else [])], capture_output=True, text=True, timeout=60,
            env=clean_environment(), **more)

    def read(self, *arguments):
        """What a subcommand that must succeed prints."""
        done = self.run(*arguments)
        assert done.returncode == 0, f"sandbox {' '.join(arguments)} gave {done.returncode}: {done.stderr}"
        return done.stdout

    def outbox(self):
        """All messages that the sandbox kept from the mail, oldest first."""
        return [json.loads(line) for line in self.read("outbox", "--format", "json").splitlines() if line.strip()]

    def code_for(self, recipient):
        """The newest code sent to `recipient`."""
        codes = [message["code"] for message in self.outbox() if message["recipient"] == recipient and message.get("code")]
        assert codes, f"no code was sent to {recipient}"
        return codes[-1]

    def credentials(self, *options):
        """Credentials in the form of AWS's `credential_process`; the administrator's without options."""
        return json.loads(self.read("credentials", "--format", "process", *options))

    # Its outputs

    @property
    def outputs_file(self):
        return self.project / "amplify_outputs.json"

    @property
    def outputs(self):
        return json.loads(self.outputs_file.read_text())

    @property
    def region(self):
        return self.outputs["auth"]["aws_region"]

    def bucket(self, name=None):
        """The physical name of a bucket, of the default one without a name."""
        storage = self.outputs["storage"]
        if name is None:
            return storage["bucket_name"]
        return next(bucket["bucket_name"] for bucket in storage["buckets"] if bucket["name"] == name)
