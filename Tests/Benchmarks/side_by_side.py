"""Starts a sandbox, describes it as a target of the side-by-side benchmark, and runs that. See `side-by-side`."""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Acceptance"))

from projects import write_project  # noqa: E402
from sandbox_process import Sandbox  # noqa: E402

ALLOWED = ["allow.guest.to(['read', 'write', 'delete'])"]
# The benchmark writes at these prefixes; the others make the rules as many as an app might have.
SIZES = ["1k", "10k", "100k", "1m", "8m", "64m"]
PREFIXES = [
    "gate", "list", *(f"{method}-{size}" for method in ("get", "put") for size in SIZES),
    *(f"w{number:04}" for number in range(400))]


def main(bench, work, *options):
    with tempfile.TemporaryDirectory(prefix="side-by-side-", dir=work) as folder:
        place = pathlib.Path(folder)
        paths = {f"{prefix}/*": ALLOWED for prefix in PREFIXES}
        sandbox = Sandbox(write_project(place / "app", {"bench": paths}), place / "data").start()
        try:
            key = sandbox.credentials("--as", "guest")
            target = {
                "name": "sandbox", "url": f"http://127.0.0.1:{sandbox.bound_port}", "access": key["AccessKeyId"],
                "secret": key["SecretAccessKey"], "token": key["SessionToken"], "region": sandbox.region,
                "bucket": sandbox.bucket(), "create": False, "pids": [sandbox.process.pid],
                "note": "signed by a guest, decided by 400 paths, every write synced"}
            targets = place / "targets.json"
            targets.write_text(json.dumps({"targets": [target]}))
            peers = place / "peers"
            peers.mkdir()
            return subprocess.run(
                [sys.executable, bench, "--targets", targets, "--work", peers, *options], check=False).returncode
        finally:
            sandbox.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
