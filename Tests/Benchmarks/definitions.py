"""Measures definitions: how long one takes to compile, and how soon a saved one decides, while requests keep coming.

Ends with 1 if an answer was decided by anything but the rules of the generation that it names, or by an older generation
than one that had been announced before the request was sent.
"""

import argparse
import bisect
import http.client
import json
import pathlib
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Acceptance"))

import machine  # noqa: E402
from measure import Key  # noqa: E402
from projects import save, write_project  # noqa: E402
from sandbox_process import PROGRAM, REPOSITORY, Sandbox, clean_environment  # noqa: E402
from signing import Connection, Signature, signed_headers  # noqa: E402

PATHS = 200
MODULES = 100

SOURCE = """\
import {{ defineStorage }} from '@aws-amplify/backend';
{imports}
export const files = defineStorage({{
  name: 'files',
  access: (allow) => ({{
    'first/*': [allow.{first}.to(['read'])],
    'second/*': [allow.{second}.to(['read'])],
{spread}  }}),
}});
"""

MODULE = """\
import {{ join }} from './names';

type Rules = Record<string, unknown[]>;
const folder = `area-{number}`;

/** The rules of one area; every third one has folders of its own. */
export const rules{number} = (allow: any): Rules => {{
  const actions = ['read', 'write'] as const;
  return {{
    [join(folder, 'shared')]: [allow.guest.to(['read']), allow.authenticated.to([...actions, 'delete'])],
    [join(folder, 'own', '{{entity_id}}')]: [allow.entity('identity').to([...actions])],
  }};
}};
"""


def source(parity, modules=0):
    """Rules of an odd or an even generation: one of two paths is open to guests, and never both."""
    first, second = ("guest", "authenticated") if parity else ("authenticated", "guest")
    imports = "".join(f"import {{ rules{number} }} from './rules/area{number}';\n" for number in range(modules))
    spread = "".join(f"    ...rules{number}(allow),\n" for number in range(modules))
    return SOURCE.format(imports=imports, first=first, second=second, spread=spread)


def write(folder, modules):
    """A project of so many modules of rules, each with two paths."""
    project = write_project(folder, {"files": {"a/*": ["allow.guest.to(['read'])"]}})
    rules = project / "amplify/storage/rules"
    rules.mkdir()
    save(rules / "names.ts", "export const join = (...parts: string[]) => [...parts, '*'].join('/');\n")
    for number in range(modules):
        save(rules / f"area{number}.ts", MODULE.format(number=number))
    save(project / "amplify/storage/resource.ts", source(True, modules))
    return project


def compiling(project, repeats):
    """Milliseconds of processor time and of waiting that one `sandbox check` takes, the medians."""
    def children():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    times, used = [], []
    for _ in range(repeats):
        started, before = time.perf_counter(), children()
        done = subprocess.run([PROGRAM, "check", str(project)], capture_output=True, env=clean_environment())
        times.append((time.perf_counter() - started) * 1000)
        used.append((children() - before) * 1000)
        if done.returncode:
            raise RuntimeError(done.stderr.decode() + done.stdout.decode())
    return statistics.median(times), statistics.median(used)


def largest_golden_case():
    def size(case):
        return sum(file.stat().st_size for file in (case / "amplify").rglob("*.ts"))

    cases = [case for case in (REPOSITORY / "Tests/Golden/definitions").iterdir()
             if (case / "amplify").is_dir() and not case.name.startswith(("error", "env"))]
    return max(cases, key=size)


class Load(threading.Thread):
    """Asks for one object after the other on one connection and notes how each request was decided."""

    def __init__(self, port, requests, announced):
        super().__init__(daemon=True)
        self.requests, self.announced = requests, announced
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stopping = threading.Event()
        self.answers, self.failure = [], None

    def run(self):
        try:
            number = 0
            while not self.stopping.is_set():
                path = number % len(self.requests)
                self.answers.append(self.ask(path))
                number += 1
        except Exception as error:  # the main thread shows it
            self.failure = error

    def ask(self, path):
        """When it was sent, the path's index, the generation that answered, the status."""
        sent = time.perf_counter()
        self.connection.sendall(self.requests[path])
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.connection.recv(65536)
            if not more:
                raise RuntimeError("the connection ended")
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        missing = int(fields[b"content-length"]) - len(body)
        while missing > 0:
            missing -= len(self.connection.recv(missing))
        generation = int(fields[b"x-sandbox-generation"])
        self.announced.setdefault(generation, time.perf_counter())
        return sent, path, generation, int(head.split(b" ", 2)[1])


def judged(answers, announced, first_generation):
    """How many answers were decided by other rules than those of their generation, and how many by outdated ones."""
    times = sorted((moment, generation) for generation, moment in announced.items())
    moments = [moment for moment, _ in times]
    mixed = stale = 0
    for sent, path, generation, status in answers:
        is_odd = (generation - first_generation) % 2 == 0
        mixed += status != (200 if (path == 0) == is_odd else 403)
        known = bisect.bisect_left(moments, sent)
        stale += known > 0 and generation < times[known - 1][1]
    return mixed, stale


def guest(sandbox):
    """A guest's key, over two requests to the identity pool."""
    def ask(operation, body):
        connection = http.client.HTTPConnection("127.0.0.1", sandbox.bound_port, timeout=30)
        connection.request("POST", "/", body=json.dumps(body), headers={
            "x-amz-target": f"AWSCognitoIdentityService.{operation}", "content-type": "application/x-amz-json-1.1"})
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    pool = sandbox.outputs["auth"]["identity_pool_id"]
    identity = ask("GetId", {"IdentityPoolId": pool, "Logins": {}})["IdentityId"]
    given = ask("GetCredentialsForIdentity", {"IdentityId": identity})["Credentials"]
    return Key(given["AccessKeyId"], given["SecretKey"], given["SessionToken"])


def saving(sandbox, saves, modules):
    """Saves so many times, each as soon as the one before decides."""
    key, bucket = guest(sandbox), sandbox.bucket()
    host = f"127.0.0.1:{sandbox.bound_port}"
    requests = []
    for folder in ("first", "second"):
        path = f"/{bucket}/{folder}/x"
        headers = signed_headers(Signature(key, sandbox.region), "GET", path, host)
        requests.append((f"GET {path} HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "\r\n").encode())
    announced = {}
    clients = [Load(sandbox.bound_port, requests, announced) for _ in range(2)]
    probe = Load(sandbox.bound_port, requests, announced)
    first_generation = probe.ask(0)[2]
    for client in clients:
        client.start()
    file, texts, times = sandbox.project / "amplify/storage/resource.ts", [source(odd, modules) for odd in (False, True)], []
    began = time.perf_counter()
    for number in range(saves):
        started = time.perf_counter()
        save(file, texts[number % 2])
        while True:
            answer = probe.ask(0)
            probe.answers.append(answer)
            if answer[2] > first_generation + number:
                break
            if time.perf_counter() - started > 20 or any(client.failure for client in clients):
                raise RuntimeError(f"save {number} had no effect: {[client.failure for client in clients]}")
        times.append((time.perf_counter() - started) * 1000)
    seconds = time.perf_counter() - began
    for client in clients:
        client.stopping.set()
        client.join(10)
    answers = [answer for client in [*clients, probe] for answer in client.answers]
    return sorted(times), answers, judged(answers, announced, first_generation), seconds


def put_objects(sandbox):
    """Both objects, by the administrator, so that whoever may read gets 200."""
    printed = sandbox.credentials()
    key = Key(printed["AccessKeyId"], printed["SecretAccessKey"])

    connection = Connection(sandbox, key, address="127.0.0.1")
    for folder in ("first", "second"):
        assert connection.send("PUT", f"/{sandbox.bucket()}/{folder}/x", body=b"x").status == 200
    connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, help="folder on the disk to be measured")
    parser.add_argument("--saves", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=31, help="how often each definition is compiled")
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="definitions-", dir=options.work))
    busy, started = machine.busy_seconds(), time.monotonic()
    sandbox = None
    try:
        print(machine.describe())
        golden = largest_golden_case()
        projects = {
            "the smallest definition": write_project(work / "smallest", {"files": {"a/*": ["allow.guest.to(['read'])"]}}),
            f"the largest golden case, {golden.name}": golden,
            f"{MODULES} modules, {PATHS} paths": write(work / "large", MODULES)}
        for name, project in projects.items():
            waited, used = compiling(project, options.repeats)
            print(f"sandbox check, {name}: {waited:.1f} ms from exec to exit, {used:.1f} ms of processor time")
        for modules in (0, MODULES):
            sandbox = Sandbox(write(work / f"saved-{modules}", modules), work / f"data-{modules}").start()
            put_objects(sandbox)
            times, answers, (mixed, stale), seconds = saving(sandbox, options.saves, modules)
            print(
                f"save to enforced, {2 + 2 * modules} paths in {modules + 5} modules, {len(times)} saves: "
                f"p50 {times[len(times) // 2]:.1f} ms, p99 {times[len(times) * 99 // 100]:.1f} ms, most {times[-1]:.1f} ms; "
                f"{len(answers):,} requests meanwhile ({len(answers) / seconds:,.0f} /s), {mixed} decided by a mixed rule set, "
                f"{stale} by a stale one")
            sandbox.close()
            if mixed or stale:
                sys.exit(1)
    finally:
        if sandbox:
            sandbox.close()
        shutil.rmtree(work, ignore_errors=True)
    everybody, own = (now - before for now, before in zip(machine.busy_seconds(), busy))
    others = max(0.0, everybody - own) / (time.monotonic() - started) / machine.os.cpu_count()
    print(f"other programs took {others:.0%} of all cores meanwhile")


if __name__ == "__main__":
    main()
