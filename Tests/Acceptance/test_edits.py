"""Edits of a definition while clients are at work."""

import http.client
import threading

import pytest

from clients import Visitor, administrator, client
from errors import denied
from projects import save, storage_source, write_storage
from signing import Connection, Signature, signed_headers
from waiting import wait_until

OPEN = {"files": {"shared/*": ["allow.guest.to(['read', 'write'])"]}}
CLOSED = {"files": {"shared/*": ["allow.authenticated.to(['read'])"]}}


@pytest.fixture
def sandbox(start_project):
    return start_project(OPEN)


class Reader:
    """A client that reads one object over and over on one connection, and remembers each different answer."""

    def __init__(self, sandbox, credentials, path):
        self.answers = []
        self.failure = None
        self.count = 0
        self._stop = threading.Event()
        self._connection = Connection(sandbox, credentials)
        self._path = path
        self._thread = threading.Thread(target=self._loop)
        self._thread.start()

    def _loop(self):
        try:
            while not self._stop.is_set():
                answer = self._connection.send("GET", self._path)
                self.count += 1
                seen = (int(answer.headers["x-sandbox-generation"]), answer.status)
                if not self.answers or self.answers[-1] != seen:
                    self.answers.append(seen)
        except Exception as error:  # whatever it is, the test shows it
            self.failure = error

    def wait_for(self, status):
        wait_until(lambda: self.failure or (self.answers and self.answers[-1][1] == status), f"status {status}")

    def finish(self):
        self._stop.set()
        self._thread.join(10)
        self._connection.close()
        assert self.failure is None
        return self.answers


def test_a_saved_rule_decides_the_next_request_without_a_failed_one(sandbox):
    visitor, bucket = Visitor(sandbox), sandbox.bucket()
    visitor.s3.put_object(Bucket=bucket, Key="shared/a.txt", Body=b"a")
    reader = Reader(sandbox, visitor.credentials, f"/{bucket}/shared/a.txt")
    reader.wait_for(200)
    for _ in range(5):
        write_storage(sandbox.project, CLOSED)
        reader.wait_for(403)
        write_storage(sandbox.project, OPEN)
        reader.wait_for(200)
    answers = reader.finish()
    generations = [generation for generation, _ in answers]
    assert generations == sorted(set(generations)), "one generation decided in two ways"
    assert {status for _, status in answers} == {200, 403}
    assert len(answers) == 11 and reader.count > 11


def test_the_terminal_says_what_changed(sandbox):
    before = len(sandbox.printed())
    generation = sandbox.generation
    write_storage(sandbox.project, CLOSED)
    sandbox.wait_for_generation(generation + 1)
    wait_until(lambda: "shared/*" in sandbox.printed()[before:], "the changed path in the terminal")


@pytest.mark.parametrize(
    ("spoil", "mentions"),
    [
        (lambda text: text.replace("access: (allow) => ({", "access: (allow) => ({{"), r"storage/resource\.ts:\d+"),
        (lambda text: text.replace("shared/*", "/shared/*"), r"storage/resource\.ts:\d+"),
        (lambda text: text.replace("allow.guest", "allow.gest"), r"storage/resource\.ts:\d+"),
        (lambda text: text.replace("allow.guest", "notDefined.guest"), r"storage/resource\.ts:\d+"),
    ],
    ids=["syntax", "path", "misspelt", "undefined"])
def test_a_broken_edit_changes_nothing_and_says_where_it_is_broken(sandbox, spoil, mentions):
    visitor, bucket = Visitor(sandbox), sandbox.bucket()
    visitor.s3.put_object(Bucket=bucket, Key="shared/a.txt", Body=b"a")
    generation, outputs = sandbox.generation, sandbox.outputs_file.stat()
    before = len(sandbox.messages())
    source = sandbox.project / "amplify/storage/resource.ts"
    broken = spoil(storage_source(OPEN))
    assert broken != storage_source(OPEN)
    save(source, broken)

    sandbox.wait_for_message(mentions, after=before)
    line = next(line for line in broken.splitlines() if line not in storage_source(OPEN).splitlines())
    wait_until(lambda: line.strip() in sandbox.messages()[before:], "a code frame with the broken line")
    assert visitor.s3.get_object(Bucket=bucket, Key="shared/a.txt")["Body"].read() == b"a"
    assert sandbox.generation == generation
    assert (sandbox.outputs_file.stat().st_ino, sandbox.outputs_file.stat().st_mtime_ns) == (
        outputs.st_ino, outputs.st_mtime_ns)

    save(source, storage_source(CLOSED))
    sandbox.wait_for_generation(generation + 1)
    with denied():
        visitor.s3.get_object(Bucket=bucket, Key="shared/a.txt")


def test_a_save_without_a_change_makes_no_generation(sandbox):
    generation = sandbox.generation
    source = sandbox.project / "amplify/storage/resource.ts"
    save(source, source.read_text())
    write_storage(sandbox.project, CLOSED)
    wait_until(lambda: "guest" not in sandbox.outputs_file.read_text(), "the outputs of the changed rules")
    sandbox.wait_for_generation(generation + 1)
    assert sandbox.generation == generation + 1


def test_a_new_bucket_appears_at_once(sandbox):
    visitor = Visitor(sandbox)
    write_two(sandbox)
    bucket = sandbox.bucket("extra")
    visitor.s3.put_object(Bucket=bucket, Key="notes/a.txt", Body=b"note")
    assert visitor.s3.get_object(Bucket=bucket, Key="notes/a.txt")["Body"].read() == b"note"


def test_a_bucket_that_left_refuses_and_keeps_its_objects(sandbox):
    visitor = Visitor(sandbox)
    write_two(sandbox)
    bucket = sandbox.bucket("extra")
    visitor.s3.put_object(Bucket=bucket, Key="notes/a.txt", Body=b"note")

    write_one(sandbox)
    with denied():
        visitor.s3.get_object(Bucket=bucket, Key="notes/a.txt")
    with denied():
        visitor.s3.put_object(Bucket=bucket, Key="notes/b.txt", Body=b"x")

    write_two(sandbox)
    assert sandbox.bucket("extra") == bucket
    assert visitor.s3.get_object(Bucket=bucket, Key="notes/a.txt")["Body"].read() == b"note"


def write_two(sandbox):
    """Adds the bucket `extra`, as a developer does: the storage file first, then its registration."""
    write_storage(sandbox.project, OPEN | {"extra": {"notes/*": ["allow.guest.to(['read', 'write'])"]}})
    register(sandbox, "files, extra")
    wait_for_buckets(sandbox, ["files", "extra"])


def write_one(sandbox):
    register(sandbox, "files")
    write_storage(sandbox.project, OPEN)
    wait_for_buckets(sandbox, ["files"])


def wait_for_buckets(sandbox, names):
    def published():
        return [bucket["name"] for bucket in sandbox.outputs["storage"]["buckets"]]

    wait_until(lambda: published() == names, f"the buckets {names} in the outputs")


def register(sandbox, names):
    save(
        sandbox.project / "amplify/backend.ts",
        "import { defineBackend } from '@aws-amplify/backend';\n"
        "import { auth } from './auth/resource';\n"
        f"import {{ {names} }} from './storage/resource';\n\n"
        f"defineBackend({{ auth, {names} }});\n")


def test_an_upload_in_flight_survives_an_edit(sandbox):
    visitor, bucket = Visitor(sandbox), sandbox.bucket()
    generation = sandbox.generation

    class SlowBody:
        """Sends its second half only when the new rules are in force."""

        def __init__(self):
            self.parts = [b"a" * 70_000, b"b" * 70_000]

        def __len__(self):
            return 140_000

        def read(self, _=-1):
            if len(self.parts) == 1:
                write_storage(sandbox.project, CLOSED)
                sandbox.wait_for_generation(generation + 1)
            return self.parts.pop(0) if self.parts else b""

    path, host = f"/{bucket}/shared/slow.bin", f"localhost:{sandbox.bound_port}"
    signature = Signature(visitor.credentials, sandbox.region)
    headers = signed_headers(signature, "PUT", path, host, headers={"content-length": "140000"})
    connection = http.client.HTTPConnection("localhost", sandbox.bound_port, timeout=60)
    connection.request("PUT", path, body=SlowBody(), headers=headers)
    assert connection.getresponse().status == 200
    connection.close()
    stored = client("s3", sandbox, administrator(sandbox)).get_object(Bucket=bucket, Key="shared/slow.bin")["Body"].read()
    assert stored == b"a" * 70_000 + b"b" * 70_000
    with denied():
        visitor.s3.get_object(Bucket=bucket, Key="shared/slow.bin")
