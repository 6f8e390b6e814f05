"""What this machine can do by itself: the limits beside which the figures stand."""

import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import time

MEGABYTE = 1 << 20


def describe():
    """One line on the machine."""
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown CPU")
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) / MEGABYTE
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, Linux {os.uname().release}"


def busy_seconds():
    """CPU seconds that all programs of the machine have used, and that those of this run have, in this order."""
    tick = os.sysconf("SC_CLK_TCK")
    with open("/proc/stat") as file:
        fields = [int(field) for field in file.readline().split()[1:9]]
    own = os.times()
    return (sum(fields) - fields[3] - fields[4]) / tick, own.user + own.system + own.children_user + own.children_system


def md5_rate(seconds=1.0):
    """MiB of MD5 that one core digests in a second."""
    block, digest, count = os.urandom(MEGABYTE), hashlib.md5(), 0
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        digest.update(block)
        count += 1
    return count / (time.perf_counter() - started)


def synced_commit_rate(folder, seconds=1.5):
    """Single rows of 1 KiB that SQLite commits and syncs in a second, one at a time."""
    path = os.path.join(folder, "commits.sqlite")
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = full")
    database.execute("create table row (id integer primary key, body blob)")
    body, count = os.urandom(1024), 0
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        database.execute("insert into row (body) values (?)", (body,))
        count += 1
    rate = count / (time.perf_counter() - started)
    database.close()
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(path + suffix):
            os.remove(path + suffix)
    return rate


NGINX = """\
{user}worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nodelay on;
    keepalive_requests 1000000000;
    client_max_body_size 0;
    client_body_buffer_size 128k;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{ root {folder}/data; dav_methods PUT DELETE; create_full_put_path on; }}
    }}
}}
"""


class Nginx:
    """nginx as a plain file server with WebDAV's PUT: no signatures, no index, no decision. The limit, not a peer."""

    @staticmethod
    def program():
        return shutil.which("nginx") or (os.path.exists("/usr/sbin/nginx") and "/usr/sbin/nginx") or None

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(os.path.join(folder, "data"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        configuration = os.path.join(folder, "nginx.conf")
        with open(configuration, "w") as file:
            user = "user root;\n" if os.geteuid() == 0 else ""
            file.write(NGINX.format(user=user, workers=os.cpu_count(), folder=folder, port=self.port))
        self.process = subprocess.Popen([self.program(), "-p", folder, "-c", configuration])
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise RuntimeError("nginx did not start") from None
                time.sleep(0.01)

    def close(self):
        self.process.terminate()
        self.process.wait(10)
