"""Measures a release build of the sandbox and prints one table. See `run` beside this file."""

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Acceptance"))

import machine  # noqa: E402
from projects import save, storage_source, write_project  # noqa: E402
from sandbox_process import PROGRAM, Sandbox, clean_environment  # noqa: E402
from secure_remote_password import SignIn  # noqa: E402
from signing import Connection, Signature, encode, signed_headers  # noqa: E402

KIB, MIB = 1 << 10, 1 << 20
SIZES = {"1 KiB": KIB, "100 KiB": 100 * KIB, "64 MiB": 64 * MIB}
ALLOWED = ["allow.guest.to(['read', 'write', 'delete'])"]
REFUSED = ["allow.authenticated.to(['read', 'write', 'delete'])"]
PASSWORD = "Correct-Horse-7"


class Key:
    """Credentials in the shape that `signing` wants."""

    def __init__(self, access_key, secret_key, session_token=None):
        self.access_key, self.secret_key, self.session_token = access_key, secret_key, session_token


def rules(paths, switched=ALLOWED):
    """A bucket with so many paths, the last of which is the one that edits switch."""
    return {"files": {f"area-{number:03}/*": ALLOWED for number in range(paths - 1)} | {"switched/*": switched}}


class Bench:
    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=options.work))
        self.project = write_project(self.work / "app", rules(100))
        self.sandbox = Sandbox(self.project, self.work / "data")
        self.nginx = None
        self.rows = []
        self.started = time.monotonic()
        self.busy = machine.busy_seconds()
        self.foreign = 0.0
        self.serial = 0
        self.highest = 0.0
        self.body = self.work / "body"
        with open(self.body, "wb") as file:
            for _ in range(64):
                file.write(os.urandom(MIB))

    def row(self, what, figure, beside="", budget="", met=None):
        verdict = {None: "", "goal": "goal", "floor": "floor", "missed": "**missed**"}[met]
        self.rows.append((what, figure, beside, budget, verdict))
        print(f"{what}: {figure}  {beside}  {verdict}", file=sys.stderr)

    @staticmethod
    def judge(value, floor, goal, more_is_better):
        if not more_is_better:
            value, floor, goal = -value, -floor, -goal
        return "goal" if value >= goal else "floor" if value >= floor else "missed"

    # The server's process

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.sandbox.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, field):
        """MiB of resident memory: `VmRSS` now, `VmHWM` at its highest since the last reset."""
        for line in pathlib.Path(f"/proc/{self.sandbox.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        raise KeyError(field)

    def reset_peak(self):
        self.highest = max(self.highest, self.memory("VmHWM"))
        pathlib.Path(f"/proc/{self.sandbox.process.pid}/clear_refs").write_text("5")

    # Who asks

    def ask(self, target, body, key=None):
        """One Cognito operation over a fresh connection; signed when a key is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.sandbox.bound_port, timeout=30)
        headers = {"x-amz-target": target, "content-type": "application/x-amz-json-1.1"}
        data = json.dumps(body).encode()
        if key:
            signature = Signature(key, self.sandbox.region, service="cognito-idp")
            headers = signed_headers(
                signature, "POST", "/", f"127.0.0.1:{self.sandbox.bound_port}", headers=headers,
                payload=hashlib.sha256(data).hexdigest())
        connection.request("POST", "/", body=data, headers=headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
        connection.close()
        if response.status != 200:
            raise RuntimeError(f"{target}: {answer}")
        return answer

    def guest(self):
        pool = self.sandbox.outputs["auth"]["identity_pool_id"]
        identity = self.ask("AWSCognitoIdentityService.GetId", {"IdentityPoolId": pool, "Logins": {}})["IdentityId"]
        given = self.ask("AWSCognitoIdentityService.GetCredentialsForIdentity", {"IdentityId": identity})["Credentials"]
        return Key(given["AccessKeyId"], given["SecretKey"], given["SessionToken"])

    def administrator(self):
        printed = self.sandbox.credentials()
        return Key(printed["AccessKeyId"], printed["SecretAccessKey"])

    # Load

    def plan(self, method, paths, length=0, query="", status=0):
        """Requests signed by a guest, ready for the load client."""
        host = f"127.0.0.1:{self.sandbox.bound_port}"
        pairs = [tuple(pair.split("=")) for pair in query.split("&")] if query else []
        signature = Signature(self.guest_key, self.sandbox.region)
        key = signature.key()
        signature.key = lambda: key
        records = []
        for path in paths:
            path = f"/{self.bucket}{path}"
            headers = signed_headers(signature, method, path, host, pairs)
            if length:
                headers["content-length"] = str(length)
            target = path + ("?" + "&".join(f"{n}={encode(v)}" for n, v in pairs) if pairs else "")
            head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "\r\n"
            records.append(struct.pack("<IIQ", len(head), status, length) + head.encode())
        return records

    def run(self, records, port, connections, seconds, cycle):
        plan = self.work / "plan"
        plan.write_bytes(b"".join(records))
        done = subprocess.run(
            [self.options.load, str(port), plan, self.body, str(connections), str(seconds), "1" if cycle else "0"],
            capture_output=True, text=True, timeout=seconds + 120)
        if done.returncode:
            raise RuntimeError(done.stderr)
        result = json.loads(done.stdout)
        if result["errors"] or not result["count"]:
            raise RuntimeError(f"{result['errors']} errors under load, the first: {result['firstError']}")
        result["rate"] = result["count"] / result["seconds"]
        return result

    def slot(self, make, connections, cycle, seconds):
        """One plan, first against nginx when there is one, then against the sandbox."""
        records = make()
        result = {}
        if self.nginx:
            result["nginx"] = self.run(records, self.nginx.port, connections, seconds, cycle)
        before = self.cpu_seconds()
        result["sandbox"] = self.run(records, self.sandbox.bound_port, connections, seconds, cycle)
        result["sandbox"]["cpu per operation"] = (self.cpu_seconds() - before) / result["sandbox"]["count"]
        return result

    def repeated(self, make, connections, cycle, seconds=None):
        slots = [
            self.slot(make, connections, cycle, seconds or self.options.seconds) for _ in range(self.options.repeats)]

        def median(of):
            return statistics.median(of(slot) for slot in slots)

        return {
            "rate": median(lambda slot: slot["sandbox"]["rate"]), "p50": median(lambda slot: slot["sandbox"]["p50"]),
            "p99": median(lambda slot: slot["sandbox"]["p99"]),
            "cpu": median(lambda slot: slot["sandbox"]["cpu per operation"]),
            "nginx": median(lambda slot: slot["nginx"]["rate"]) if self.nginx else None,
            "ratio": median(lambda slot: slot["sandbox"]["rate"] / slot["nginx"]["rate"]) if self.nginx else None}

    def compared(self, what, result, floor, goal, unit, scale=1.0):
        figure = f"{result['rate'] * scale:,.0f} {unit}, p50 {result['p50']:,.0f} µs, p99 {result['p99']:,.0f} µs"
        if result["ratio"] is None:
            self.row(what, figure, "no nginx here", f"{floor} / {goal} × nginx")
        else:
            self.row(
                what, figure, f"nginx {result['nginx'] * scale:,.0f} {unit}: × {result['ratio']:.2f}",
                f"{floor} / {goal} × nginx", self.judge(result["ratio"], floor, goal, True))

    def new_keys(self, count):
        self.serial += 1
        return [f"/area-001/put-{self.serial}/{number}" for number in range(count)]

    # Chapters

    def start(self):
        """Cold start, first start, idle memory."""
        started = time.perf_counter()
        self.sandbox.start()
        first = time.perf_counter() - started
        port, project = self.sandbox.bound_port, self.project
        key, bucket, region = self.administrator(), self.sandbox.bucket(), self.sandbox.region
        self.sandbox.stop()
        times = []
        for _ in range(5 if self.options.quick else 15):
            (project / "amplify_outputs.json").unlink()
            times.append(self.cold_start(port, key, bucket, region))
        self.row("very first start: exec → ready", f"{first * 1000:.0f} ms", "keys and database are made")
        middle = statistics.median(times) * 1000
        self.row(
            "cold start: exec → first signed answer, outputs written", f"{middle:.0f} ms (best {min(times) * 1000:.0f})",
            "", "100 / 50 ms", self.judge(middle, 100, 50, False))
        self.sandbox.start()
        self.bucket = self.sandbox.bucket()
        self.guest_key = self.guest()
        idle = self.memory("VmRSS")
        self.row("idle memory", f"{idle:.1f} MiB", "", "45 / 35 MiB", self.judge(idle, 45, 35, False))
        self.idle = idle

    def cold_start(self, port, key, bucket, region):
        """Seconds from exec to the first signed request answered, with the outputs there again."""
        host, path, outputs = f"127.0.0.1:{port}", f"/{bucket}", self.project / "amplify_outputs.json"
        query = [("list-type", "2"), ("max-keys", "1")]
        signature = Signature(key, region)
        headers = signed_headers(signature, "GET", path, host, query)
        request = (f"GET {path}?list-type=2&max-keys=1 HTTP/1.1\r\n"
                   + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "connection: close\r\n\r\n").encode()
        with open(os.devnull, "wb") as nothing:
            started = time.perf_counter()
            process = subprocess.Popen(
                [PROGRAM, *self.sandbox._place(), "--port", str(port)], stdout=nothing, stderr=nothing,
                env=clean_environment())
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                    client.sendall(request)
                    if client.recv(12) == b"HTTP/1.1 200":
                        break
                if process.poll() is not None or time.perf_counter() - started > 20:
                    raise RuntimeError("the sandbox did not come up")
                time.sleep(0.0003)
            while not outputs.exists():
                time.sleep(0.0003)
            taken = time.perf_counter() - started
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        return taken

    def edits(self):
        """Save → first request decided by the new rules."""
        connection = Connection(self.sandbox, self.guest_key, address="127.0.0.1")
        path = f"/{self.bucket}/switched/x"
        assert connection.send("PUT", path, body=b"x").status == 200
        source = self.project / "amplify/storage/resource.ts"
        texts = [storage_source(rules(100, switched)) for switched in (REFUSED, ALLOWED)]
        times = []
        for number in range(20 if self.options.quick else 200):
            wanted = (403, 200)[number % 2]
            started = time.perf_counter()
            save(source, texts[number % 2])
            while connection.send("GET", path).status != wanted:
                if time.perf_counter() - started > 10:
                    raise RuntimeError("an edit had no effect")
            times.append((time.perf_counter() - started) * 1000)
        connection.close()
        times.sort()
        p50, p99 = times[len(times) // 2], times[len(times) * 99 // 100]
        self.row(
            f"save → enforced, 100 paths, p50 of {len(times)}", f"{p50:.1f} ms", "", "20 / 10 ms",
            self.judge(p50, 20, 10, False))
        self.row("save → enforced, p99", f"{p99:.1f} ms", "", "50 / 25 ms", self.judge(p99, 50, 25, False))

    def small(self):
        """GET and PUT of small objects, with rules, beside nginx."""
        budgets = {("GET", "1 KiB"): (0.40, 0.60), ("GET", "100 KiB"): (0.30, 0.55),
                   ("PUT", "1 KiB"): (0.33, 0.50), ("PUT", "100 KiB"): (0.18, 0.35)}
        cpu = {"GET": (50, 35), "PUT": (90, 60)}
        for (method, size), (floor, goal) in budgets.items():
            length = SIZES[size]
            if method == "GET":
                keys = [f"/area-000/get-{length}/{number}" for number in range(128)]
                filling = self.plan("PUT", keys, length)
                for port in [self.sandbox.bound_port] + ([self.nginx.port] if self.nginx else []):
                    self.run(filling, port, 4, 60, False)
                result = self.repeated(lambda: self.plan("GET", keys, status=200), 16, True)
            else:
                count = int((15_000 if size == "1 KiB" else 2_500) * self.options.seconds)
                result = self.repeated(lambda: self.plan("PUT", self.new_keys(count), length), 16, False)
            self.compared(f"signed {method} {size}, 16 connections", result, floor, goal, "/s")
            if size == "1 KiB":
                microseconds = result["cpu"] * 1e6
                self.row(
                    f"server CPU per {method} of 1 KiB", f"{microseconds:.0f} µs", "", f"{cpu[method][0]} / {cpu[method][1]} µs",
                    self.judge(microseconds, *cpu[method], False))

    def large(self):
        """64 MiB in and out, and what that does to the memory."""
        self.reset_peak()
        length, keys = SIZES["64 MiB"], [f"/area-000/large/{number}" for number in range(4)]
        for port in [self.sandbox.bound_port] + ([self.nginx.port] if self.nginx else []):
            self.run(self.plan("PUT", keys, length), port, 1, 120, False)
        seconds = max(2.0, self.options.seconds)
        result = self.repeated(lambda: self.plan("GET", keys, status=200), 1, True, seconds)
        self.compared("signed GET 64 MiB, 1 connection", result, 0.50, 0.85, "MiB/s", 64)
        md5 = machine.md5_rate()
        result = self.repeated(lambda: self.plan("PUT", keys * 8, length), 1, False, seconds)
        ratio = result["rate"] * 64 / md5
        self.row(
            "signed PUT 64 MiB, 1 connection", f"{result['rate'] * 64:,.0f} MiB/s", f"MD5 {md5:,.0f} MiB/s: × {ratio:.2f}",
            "0.5 / 0.8 × MD5", self.judge(ratio, 0.5, 0.8, True))
        above = self.memory("VmHWM") - self.idle
        self.row(
            "memory above idle while 64 MiB objects stream", f"{above:.1f} MiB", "", "64 MiB",
            "goal" if above <= 64 else "missed")

    def durable(self):
        """Small durable writes from many connections, beside single synced commits."""
        rate = machine.synced_commit_rate(self.work)
        count = int(15_000 * self.options.seconds)
        result = self.repeated(lambda: self.plan("PUT", self.new_keys(count), KIB), 32, False)
        ratio = result["rate"] / rate
        self.row(
            "durable PUT 1 KiB, 32 connections", f"{result['rate']:,.0f} /s, p50 {result['p50']:,.0f} µs, p99 {result['p99']:,.0f} µs",
            f"synced commits {rate:,.0f} /s: × {ratio:.2f}", "2 / 4 × commits", self.judge(ratio, 2, 4, True))

    def listing(self):
        """A page of 1,000 keys out of many."""
        count = self.options.keys
        for first in range(0, count, 20_000):
            names = [f"/area-002/{number // 100:06}/{number % 100:02}" for number in range(first, min(count, first + 20_000))]
            self.run(self.plan("PUT", names), self.sandbox.bound_port, 32, 600, False)
        nginx, self.nginx = self.nginx, None
        middle = f"area-002/{count // 200:06}/00"
        for what, query in {
            "list 1,000": f"list-type=2&prefix=area-002/&start-after={middle}",
            "list 1,000 with delimiter": f"delimiter=/&list-type=2&prefix=area-002/&start-after={middle}",
        }.items():
            result = self.repeated(lambda: self.plan("GET", [""], query=query, status=200), 1, True)
            milliseconds = result["p50"] / 1000
            self.row(
                f"{what} of {count:,} keys", f"{milliseconds:.2f} ms, p99 {result['p99'] / 1000:.2f} ms", "", "10 / 3 ms",
                self.judge(milliseconds, 10, 3, False))
        self.nginx = nginx

    def sign_ins(self):
        """Whole sign-ins by secure remote password, from four connections."""
        ids, key = self.sandbox.outputs["auth"], self.administrator()
        service, name = "AWSCognitoIdentityProviderService.", "bench@example.com"
        user = {"UserPoolId": ids["user_pool_id"], "Username": name}
        self.ask(service + "AdminCreateUser", user | {
            "MessageAction": "SUPPRESS", "UserAttributes": [
                {"Name": "email", "Value": name}, {"Name": "email_verified", "Value": "true"}]}, key)
        self.ask(service + "AdminSetUserPassword", user | {"Password": PASSWORD, "Permanent": True}, key)
        count = 100 if self.options.quick else 400
        waiting = [SignIn(ids["user_pool_id"], ids["user_pool_client_id"], name, PASSWORD) for _ in range(count)]
        times, failures = [], []

        def call(connection, operation, body):
            connection.request("POST", "/", body=json.dumps(body), headers={
                "x-amz-target": service + operation, "content-type": "application/x-amz-json-1.1"})
            response = connection.getresponse()
            answer = json.loads(response.read())
            if response.status != 200:
                raise RuntimeError(answer)
            return answer

        def work():
            connection = http.client.HTTPConnection("127.0.0.1", self.sandbox.bound_port, timeout=30)
            try:
                while True:
                    try:
                        attempt = waiting.pop()
                    except IndexError:
                        return
                    began = time.perf_counter()
                    challenge = call(connection, "InitiateAuth", attempt.first())
                    call(connection, "RespondToAuthChallenge", attempt.second(challenge))["AuthenticationResult"]
                    times.append(time.perf_counter() - began)
            except Exception as error:
                failures.append(error)

        before, started = self.cpu_seconds(), time.perf_counter()
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - started
        if failures:
            raise failures[0]
        cpu = (self.cpu_seconds() - before) / count
        self.row(
            "sign-ins by secure remote password", f"{count / seconds:,.0f} /s, p50 {statistics.median(times) * 1000:.1f} ms",
            f"server CPU {cpu * 1000:.1f} ms each; the client's share of the two cores is in the rate")

    # All of it

    def measure(self):
        self.start()
        chapters = {
            "edits": self.edits, "small": self.small, "large": self.large, "durable": self.durable, "list": self.listing,
            "sign-ins": self.sign_ins}
        if machine.Nginx.program():
            self.nginx = machine.Nginx(str(self.work / "nginx"))
        for name, chapter in chapters.items():
            if not self.options.only or name in self.options.only:
                chapter()
        peak = max(self.highest, self.memory("VmHWM"))
        self.row("peak memory of the whole run", f"{peak:.0f} MiB", "", "150 / 100 MiB", self.judge(peak, 150, 100, False))

    def close(self):
        self.sandbox.close()
        if self.nginx:
            self.nginx.close()
        # Only now do the servers count among the children of this run.
        everybody, own = (now - before for now, before in zip(machine.busy_seconds(), self.busy))
        self.foreign = max(0.0, everybody - own) / (time.monotonic() - self.started) / os.cpu_count()
        if not self.options.keep:
            shutil.rmtree(self.work, ignore_errors=True)

    def table(self):
        lines = [
            f"{time.strftime('%Y-%m-%d')}, {machine.describe()}. Durability: full (every write is synced before its answer).",
            f"Other programs took {self.foreign:.0%} of all cores meanwhile"
            + ("." if self.foreign < 0.1 else ": **do not judge by these figures**, take them again on a calm machine."),
            "", "| what | figure | beside | budget: floor / goal | meets |", "| --- | --- | --- | --- | --- |"]
        return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in self.rows)]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--load", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--work", required=True, help="folder on the disk to be measured")
    parser.add_argument("--quick", action="store_true", help="a rough table in half a minute")
    parser.add_argument("--keys", type=int, help="how many keys the listed bucket holds (100,000; quick 10,000)")
    parser.add_argument("--only", nargs="+", default=[], help="edits small large durable list sign-ins")
    parser.add_argument("--keep", action="store_true", help="leave the data of the run in the work folder")
    parser.add_argument("--record", action="store_true", help="keep the table in RESULTS.md beside this file")
    options = parser.parse_args()
    options.seconds, options.repeats = (0.7, 1) if options.quick else (2.0, 3)
    options.keys = options.keys or (10_000 if options.quick else 100_000)
    bench = Bench(options)
    try:
        bench.measure()
    finally:
        bench.close()
    print(bench.table())
    if options.record and bench.foreign >= 0.1:
        sys.exit("not recorded: the machine was busy with other things")
    if options.record:
        (HERE / "RESULTS.md").write_text("# Last figures\n\nWritten by `Tests/Benchmarks/run --record`.\n\n" + bench.table())


if __name__ == "__main__":
    main()
