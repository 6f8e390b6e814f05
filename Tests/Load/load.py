"""Loads a sandbox and looks at what it took. See `run` beside this file."""

import argparse
import concurrent.futures
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Acceptance"))

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
ALLOWED = ["allow.guest.to(['read', 'write', 'delete'])"]


class Key:
    def __init__(self, printed):
        self.access_key, self.secret_key = printed["AccessKeyId"], printed["SecretAccessKey"]
        self.session_token = printed.get("SessionToken")


class Load:
    def __init__(self, options):
        from projects import write_project
        from sandbox_process import Sandbox
        self.options = options
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=options.work))
        project = write_project(self.work / "app", {"files": {"area/*": ALLOWED}})
        self.sandbox = Sandbox(project, self.work / "data").start()
        self.key = Key(self.sandbox.credentials())
        self.bucket, self.port = self.sandbox.bucket(), self.sandbox.bound_port
        self.host = f"127.0.0.1:{self.port}"
        self.broken = []
        self.body = self.work / "body"
        self.body.write_bytes(os.urandom(64 * MIB))

    # What is told

    def tell(self, what, figure):
        print(f"{what}: {figure}", flush=True)

    def promise(self, holds, what):
        if not holds:
            self.broken.append(what)
            print(f"BROKEN: {what}", flush=True)

    # The server's process

    def memory(self, field="VmRSS"):
        for line in pathlib.Path(f"/proc/{self.sandbox.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        raise KeyError(field)

    def descriptors(self):
        """Of connections and blobs; the database opens further readers as it needs them, up to a bound."""
        folder = f"/proc/{self.sandbox.process.pid}/fd"
        def target(name):
            try: return os.readlink(f"{folder}/{name}")
            except OSError: return ""  # closed meanwhile
        return sum("metadata.sqlite" not in target(name) for name in os.listdir(folder))

    def settled_descriptors(self, at_most, seconds=90):
        """How many are open once connections that were left have been noticed."""
        deadline = time.monotonic() + seconds
        while self.descriptors() > at_most and time.monotonic() < deadline:
            time.sleep(0.5)
        return self.descriptors()

    def watched(self, what, body, above_idle=64):
        """Runs a chapter, and looks at memory and descriptors before, during and after it."""
        pathlib.Path(f"/proc/{self.sandbox.process.pid}/clear_refs").write_text("5")
        idle, before = self.memory(), self.descriptors()
        started = time.monotonic()
        body()
        seconds = time.monotonic() - started
        peak, after = self.memory("VmHWM"), self.settled_descriptors(before + 4)
        self.tell(what, f"{seconds:.0f} s, memory {idle:.0f} MiB, peak {peak:.0f}, after {self.memory():.0f}; descriptors {before}, after {after}")
        self.promise(peak <= idle + above_idle, f"{what}: memory rises by {peak - idle:.0f} MiB")
        self.promise(after <= before + 4, f"{what}: {after - before} descriptors are left open")

    # Requests

    def headers(self, method, path, query=(), more=None, signature=None):
        from signing import Signature, signed_headers
        signature = signature or Signature(self.key, self.sandbox.region)
        return signed_headers(signature, method, path, self.host, query, more or {})

    def target(self, path, query=()):
        from signing import encode
        return path + ("?" + "&".join(f"{encode(n)}={encode(v)}" for n, v in query) if query else "")

    def head(self, method, path, query=(), length=None, signature=None):
        headers = self.headers(method, path, query, signature=signature)
        if length is not None:
            headers["content-length"] = str(length)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{method} {self.target(path, query)} HTTP/1.1\r\n{lines}\r\n".encode()

    def path(self, key):
        return f"/{self.bucket}/area/{key}"

    def send(self, method, path, query=(), body=b"", more=None, connection=None):
        """Status, fields and body of the answer."""
        http_ = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        http_.request(method, self.target(path, query), body=body or None, headers=self.headers(method, path, query, more))
        answer = http_.getresponse()
        content = answer.read()
        if not connection: http_.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def connect(self, receive_buffer=None):
        connection = socket.socket()
        if receive_buffer: connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(120)
        connection.connect(("127.0.0.1", self.port))
        return connection

    def replay(self, method, keys, length, connections, seconds=600):
        """Sends signed requests as fast as they are answered; returns what the load client measured."""
        from signing import Signature
        signature = Signature(self.key, self.sandbox.region)
        key = signature.key()
        signature.key = lambda: key
        plan = self.work / "plan"
        with open(plan, "wb") as file:
            for name in keys:
                head = self.head(method, self.path(name), length=length, signature=signature)
                file.write(struct.pack("<IIQ", len(head), 0, length) + head)
        done = subprocess.run(
            [self.options.load, str(self.port), plan, self.body, str(connections), str(seconds), "0"],
            capture_output=True, text=True, timeout=seconds + 120)
        if done.returncode: raise RuntimeError(done.stderr)
        result = json.loads(done.stdout)
        self.promise(not result["errors"], f"{result['errors']} errors, the first: {result.get('firstError')}")
        return result

    # Chapters

    def connections(self):
        """200 connections at once, small objects in and out."""
        def body():
            for method, length in (("PUT", KIB), ("GET", 0)):
                result = self.replay(method, [f"many/{number}" for number in range(10_000)], length, 200)
                self.tell(f"  {method} 1 KiB on 200 connections", f"{result['count']:,} in {result['seconds']:.1f} s, p50 {result['p50'] / 1000:.1f} ms, p99 {result['p99'] / 1000:.1f} ms")
                self.promise(result["count"] == 10_000, f"{method}: {result['count']} of 10,000 were answered")
        self.watched("200 connections, 10,000 puts and gets", body)

    def slow_readers(self):
        """200 clients that take a large object a little at a time."""
        self.send("PUT", self.path("large"), body=self.body.read_bytes())
        def body():
            clients = [self.connect(receive_buffer=4096) for _ in range(200)]
            for client in clients: client.sendall(self.head("GET", self.path("large")))
            for _ in range(10):
                for client in clients: client.recv(2048)
                time.sleep(0.5)
            started = time.monotonic()
            status, _, _ = self.send("HEAD", self.path("large"))
            self.tell("  another client meanwhile", f"{(time.monotonic() - started) * 1000:.1f} ms")
            self.promise(status == 200, "others are not served beside slow readers")
            for client in clients: client.close()
        self.watched("200 slow readers of 64 MiB", body)

    def slow_writers(self):
        """200 clients that bring a head or a body a byte at a time, or stop in the middle."""
        def body():
            heads = [self.connect() for _ in range(100)]
            bodies = [self.connect() for _ in range(100)]
            for number, client in enumerate(bodies):
                client.sendall(self.head("PUT", self.path(f"slow/{number}"), length=MIB) + b"x" * 1000)
            request = self.head("GET", self.path("large"))
            for second in range(10):
                for client in heads: client.sendall(request[second:second + 1])
                for client in bodies: client.sendall(b"y")
                time.sleep(0.5)
            status, _, _ = self.send("HEAD", self.path("none"))
            self.promise(status == 404, "others are not served beside slow writers")
            # From here on they are silent: the server has to give them up.
            started = time.monotonic()
            for client in heads + bodies:
                try:
                    while client.recv(65536): pass
                except TimeoutError:
                    self.promise(False, "a silent client is not given up within two minutes")
                    break
                except OSError:
                    pass
            self.tell("  silent clients were given up after", f"{time.monotonic() - started:.0f} s")
            for client in heads + bodies: client.close()
            status, _, listing = self.send("GET", f"/{self.bucket}", [("list-type", "2"), ("prefix", "area/slow/")])
            self.promise(b"<Key>" not in listing, "half an upload became an object")
        self.watched("200 slow writers", body)

    def aborted(self):
        """Uploads that end in the middle."""
        blobs = self.sandbox.folder / "blobs"
        def files(): return sum(len(names) for _, _, names in os.walk(blobs))
        before = files()
        half = self.body.read_bytes()[:4 * MIB]
        def body():
            for number in range(200):
                client = self.connect()
                client.sendall(self.head("PUT", self.path(f"aborted/{number}"), length=8 * MIB) + half)
                client.close()
        self.watched("200 uploads of 8 MiB cut in the middle", body)
        _, _, listing = self.send("GET", f"/{self.bucket}", [("list-type", "2"), ("prefix", "area/aborted/")])
        self.promise(b"<Key>" not in listing, "half an upload became an object")
        deadline = time.monotonic() + 30
        while files() > before and time.monotonic() < deadline: time.sleep(0.5)
        self.tell("  files left of them", files() - before)
        self.promise(files() <= before, "cut uploads leave files")

    def million(self):
        """Many objects in one bucket, and how listing goes then."""
        count = self.options.objects
        def body():
            started = time.monotonic()
            for first in range(0, count, 20_000):
                names = [f"million/{number // 1000:06}/{number % 1000:03}" for number in range(first, min(first + 20_000, count))]
                self.replay("PUT", names, 1, 64)
            seconds = time.monotonic() - started
            self.tell(f"  {count:,} puts", f"{count / seconds:,.0f} /s, signing them included")
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            middle = f"area/million/{count // 2000:06}/000"
            for what, query in {
                "list 1,000 in the middle": [("list-type", "2"), ("prefix", "area/million/"), ("start-after", middle)],
                "the same with delimiter": [("delimiter", "/"), ("list-type", "2"), ("prefix", "area/million/"), ("start-after", middle)],
                "list the first 1,000": [("list-type", "2")],
            }.items():
                times = []
                for _ in range(50):
                    begun = time.perf_counter()
                    status, _, _ = self.send("GET", f"/{self.bucket}", sorted(query), connection=connection)
                    times.append(time.perf_counter() - begun)
                    self.promise(status == 200, f"{what}: {status}")
                times.sort()
                self.tell(f"  {what}", f"p50 {times[25] * 1000:.2f} ms, p98 {times[48] * 1000:.2f} ms, client's work included")
            connection.close()
        self.watched(f"{count:,} objects in one bucket", body, above_idle=128)

    def huge(self):
        """One object of many gigabytes through multipart, up and down."""
        parts, part = self.options.gigabytes * GIB // (64 * MIB), self.body.read_bytes()
        path = self.path("huge")
        def up():
            _, _, answer = self.send("POST", path, [("uploads", "")])
            upload = answer.split(b"<UploadId>")[1].split(b"<")[0].decode()
            tags = [None] * parts
            def put(number):
                status, fields, text = self.send("PUT", path, [("partNumber", str(number + 1)), ("uploadId", upload)], part)
                if status != 200: raise RuntimeError(text)
                tags[number] = fields["etag"]
            started = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(4) as pool: list(pool.map(put, range(parts)))
            document = "".join(f"<Part><PartNumber>{n + 1}</PartNumber><ETag>{tag}</ETag></Part>" for n, tag in enumerate(tags))
            status, _, text = self.send("POST", path, [("uploadId", upload)], f"<CompleteMultipartUpload>{document}</CompleteMultipartUpload>".encode())
            self.promise(status == 200, f"completing: {status} {text[:200]}")
            self.tell("  up", f"{parts * 64 / (time.monotonic() - started):,.0f} MiB/s")
        def down():
            started, received, client = time.monotonic(), 0, self.connect()
            client.sendall(self.head("GET", path))
            buffer = bytearray(4 * MIB)
            first = client.recv(65536)
            length = int(first.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            received = len(first.split(b"\r\n\r\n", 1)[1])
            intact = True
            while received < length:
                count = client.recv_into(buffer)
                if not count: break
                # One look in each piece, at a place that moves: the object is the same 64 MiB over and over.
                place = received % (64 * MIB)
                if place + 16 <= 64 * MIB and count >= 16: intact = intact and bytes(buffer[:16]) == part[place:place + 16]
                received += count
            client.close()
            self.promise(received == length == parts * 64 * MIB, f"{received:,} of {length:,} bytes came back")
            self.promise(intact, "what came back is something else")
            self.tell("  down", f"{received / MIB / (time.monotonic() - started):,.0f} MiB/s")
        self.watched(f"{self.options.gigabytes} GiB up through multipart", up)
        self.watched(f"{self.options.gigabytes} GiB down", down)
        status, _, _ = self.send("DELETE", path)
        self.promise(status == 204, f"deleting: {status}")
        deadline = time.monotonic() + 120
        blobs = self.sandbox.folder / "blobs"
        def used(): return int(subprocess.run(["du", "-sm", blobs], capture_output=True, text=True).stdout.split()[0])
        while used() > 1024 and time.monotonic() < deadline: time.sleep(1)
        self.tell("  MiB left after deleting", used())
        self.promise(used() <= 1024, "the disk is not given back")

    def stop(self):
        """A stop lets finish what is in flight and takes nothing new."""
        self.send("PUT", self.path("last"), body=self.body.read_bytes())
        reader = self.connect(receive_buffer=65536)
        reader.sendall(self.head("GET", self.path("last")))
        reader.recv(1000)
        writer = self.connect()
        writer.sendall(self.head("PUT", self.path("written"), length=8 * MIB) + self.body.read_bytes()[:4 * MIB])
        time.sleep(0.5)
        self.sandbox.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        refused = False
        try:
            late = self.connect()
            late.sendall(self.head("GET", self.path("last")))
            refused = not late.recv(100)
        except OSError:
            refused = True
        self.promise(refused, "a stopping server takes new requests")
        writer.sendall(self.body.read_bytes()[4 * MIB:8 * MIB])
        answer = writer.recv(4096)
        self.promise(answer.startswith(b"HTTP/1.1 200"), f"an upload in flight got {answer[:40]!r}")
        received = 0
        while piece := reader.recv(1 << 20): received += len(piece)
        self.promise(received > 64 * MIB - 1000, f"a download in flight got {received:,} bytes")
        code = self.sandbox._ended()
        self.promise(code == 0, f"the stop gave {code}")
        self.tell("graceful stop", "upload and download finished, new connection refused" if refused else "see above")
        self.sandbox.start()
        self.port, self.host = self.sandbox.bound_port, f"127.0.0.1:{self.sandbox.bound_port}"
        status, _, content = self.send("GET", self.path("written"))
        self.promise(status == 200 and content == self.body.read_bytes()[:8 * MIB], "the upload in flight is not there after the stop")


CHAPTERS = ["connections", "slow_readers", "slow_writers", "aborted", "million", "huge", "stop"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--load", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--only", help=f"some of {', '.join(CHAPTERS)}, joined by commas")
    parser.add_argument("--objects", type=int, default=1_000_000)
    parser.add_argument("--gigabytes", type=int, default=20)
    options = parser.parse_args()
    os.environ["SANDBOX_PROGRAM"] = str(options.program.resolve())
    load = Load(options)
    try:
        for chapter in CHAPTERS:
            if not options.only or chapter in options.only.split(","):
                try:
                    getattr(load, chapter)()
                except Exception as error:  # A chapter that fails is a broken promise, and the others still say something.
                    load.promise(False, f"{chapter}: {error!r}")
                    if not load.sandbox.running: load.sandbox.start()
        load.tell("said by the server", load.sandbox.messages()[-500:] or "nothing")
    finally:
        load.sandbox.close()
        shutil.rmtree(load.work, ignore_errors=True)
    print("all promises held" if not load.broken else f"{len(load.broken)} broken")
    return 1 if load.broken else 0


if __name__ == "__main__":
    sys.exit(main())
