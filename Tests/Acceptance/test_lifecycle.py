"""Starting, being ready, stopping, and starting twice."""

import json
import signal
import socket

import pytest

from clients import administrator, client
from projects import save, write_project
from sandbox_process import Sandbox
from signing import Connection
from waiting import wait_until

RULES = {"files": {"shared/*": ["allow.guest.to(['read', 'write'])"]}}


def test_the_ready_file_says_where_it_answers(start_project):
    sandbox = start_project(RULES)
    assert sandbox.ready == {
        "endpoint": f"http://localhost:{sandbox.bound_port}", "pid": sandbox.process.pid, "generation": 1}
    assert sandbox.outputs_file.exists()


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_it_listens_on_both_loopback_addresses(start_project, address):
    if address == "::1" and not ipv6_works():
        pytest.skip("this machine has no IPv6 loopback")
    sandbox = start_project(RULES)
    connection = Connection(sandbox, administrator(sandbox), address=address)
    assert connection.send("GET", "/").status == 200
    connection.close()


def ipv6_works():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        return True
    except OSError:
        return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_clean_stop_exits_with_0_and_takes_the_ready_file_away(start_project, how):
    sandbox = start_project(RULES)
    sandbox.process.send_signal(how)
    assert sandbox._ended() == 0
    assert not sandbox.ready_file.exists()


def test_a_second_start_names_the_holder(start_project):
    sandbox = start_project(RULES)
    second = sandbox.run("run", "--port", "0")
    assert second.returncode == 3
    assert str(sandbox.process.pid) in second.stderr
    assert sandbox.running and json.loads(sandbox.ready_file.read_text())["pid"] == sandbox.process.pid
    connection = Connection(sandbox, administrator(sandbox))
    assert connection.send("GET", "/").status == 200
    connection.close()


def test_a_taken_port_is_named(tmp_path, start_project):
    sandbox = start_project(RULES)
    other = Sandbox(write_project(tmp_path / "other", RULES), tmp_path / "other-data")
    other.data.mkdir()
    second = other.run("run", "--port", str(sandbox.bound_port))
    assert second.returncode == 3 and str(sandbox.bound_port) in second.stderr
    assert not other.ready_file.exists()


def test_a_stop_lets_an_upload_finish(start_project):
    sandbox = start_project(RULES)
    bucket, credentials = sandbox.bucket(), administrator(sandbox)

    class Body:
        """Sends its second half only when the stop has been asked for and new connections are refused."""

        parts = [b"a" * 70_000, b"b" * 70_000]

        def read(self, _=-1):
            if len(self.parts) == 1:
                sandbox.process.terminate()
                wait_until(self.refused, "the listening port to close")
            return self.parts.pop(0) if self.parts else b""

        def refused(self):
            try:
                socket.create_connection(("127.0.0.1", sandbox.bound_port), timeout=1).close()
                return False
            except OSError:
                return True

    connection = Connection(sandbox, credentials)
    answer = connection.send("PUT", f"/{bucket}/shared/slow", headers={"content-length": "140000"}, body=Body())
    assert answer.status == 200
    connection.close()
    assert sandbox._ended() == 0
    sandbox.start()
    s3 = client("s3", sandbox, credentials)
    assert s3.get_object(Bucket=bucket, Key="shared/slow")["Body"].read() == b"a" * 70_000 + b"b" * 70_000


def test_a_first_definition_that_is_broken_is_reported_and_can_be_mended(tmp_path, start_sandbox):
    """Nothing can be served yet: either it waits for a good definition, or it says why it ends."""
    project = write_project(tmp_path / "app", RULES)
    source = project / "amplify/storage/resource.ts"
    good = source.read_text()
    source.write_text(good.replace("shared/*", "shared"))
    sandbox = Sandbox(project, tmp_path / "data")
    once = sandbox.run("run", "--once")
    assert once.returncode == 1
    assert "storage/resource.ts:" in once.stderr and "shared" in once.stderr
    save(source, good)
    sandbox = start_sandbox(project, tmp_path / "data")
    assert sandbox.generation == 1


def test_once_writes_the_outputs_and_ends(tmp_path):
    sandbox = Sandbox(write_project(tmp_path / "app", RULES), tmp_path / "data")
    done = sandbox.run("run", "--once")
    assert done.returncode == 0, done.stderr
    assert sandbox.bucket() and not sandbox.ready_file.exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--no-such-option"], 2), (["--port", "70000"], 2), (["--port", "x"], 2), (["no-such-command"], 2), (["--help"], 0)])
def test_exit_codes_of_usage(tmp_path, arguments, code):
    sandbox = Sandbox(tmp_path, tmp_path / "data")
    done = sandbox.run(*arguments, place=False, cwd=tmp_path)
    assert done.returncode == code
    assert (done.stderr if code else done.stdout).strip()


def test_a_folder_without_amplify_is_named(tmp_path):
    done = Sandbox(tmp_path, tmp_path / "data").run("run", "--port", "0")
    assert done.returncode in (1, 3) and str(tmp_path) in done.stderr


def test_identifiers_follow_the_rule(tmp_path):
    sandbox = Sandbox(write_project(tmp_path / "app", RULES), tmp_path / "data", identifier="not_allowed/..")
    done = sandbox.run("run", "--once")
    assert done.returncode == 2 and "identifier" in done.stderr
    assert not list(tmp_path.glob("data/*"))
