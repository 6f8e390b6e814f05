"""The crash contract: after kill -9 every acknowledged object is there, and each key is whole-old or whole-new."""

import hashlib
import random
import threading

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from clients import Visitor, administrator, client
from waiting import wait_until

RULES = {"files": {"shared/*": ["allow.guest.to(['read', 'write', 'delete'])"]}}
SIZES = [0, 100, 4_000, 70_000, 600_000, 3_000_000]


def body_of(key, version):
    """What is written under `key` as its `version`: the key and version can be read back from the first bytes."""
    length = SIZES[version % len(SIZES)]
    head = f"{key} {version} ".encode()
    return head + hashlib.shake_128(head).digest(length)


class Writer(threading.Thread):
    """Overwrites its own few keys over and over until the server is gone."""

    def __init__(self, name, s3, bucket):
        super().__init__()
        self.s3, self.bucket = s3, bucket
        self.keys = [f"shared/{name}/{number}" for number in range(5)]
        self.acknowledged, self.attempted = {}, {}
        self.count = 0

    def run(self):
        chance = random.Random(self.keys[0])
        version = 0
        while True:
            version += 1
            key = chance.choice(self.keys)
            self.attempted[key] = version
            try:
                self.s3.put_object(Bucket=self.bucket, Key=key, Body=body_of(key, version))
            except (BotoCoreError, ClientError):
                return
            self.acknowledged[key] = version
            self.count += 1


@pytest.mark.parametrize("acknowledged", [1, 40, 150])
def test_kill_during_parallel_uploads_loses_nothing_that_was_acknowledged(start_project, acknowledged):
    sandbox = start_project(RULES)
    visitor, bucket = Visitor(sandbox), sandbox.bucket()
    writers = [Writer(name, visitor.s3, bucket) for name in "abcd"]
    for writer in writers:
        writer.start()
    wait_until(lambda: sum(writer.count for writer in writers) >= acknowledged, "acknowledged uploads", 60)
    sandbox.kill()
    for writer in writers:
        writer.join(30)
        assert not writer.is_alive()

    sandbox.start()
    s3 = client("s3", sandbox, visitor.credentials)
    found = {}
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="shared/"):
        found |= {item["Key"]: item for item in page.get("Contents", [])}
    for writer in writers:
        for key in writer.keys:
            old, new = writer.acknowledged.get(key), writer.attempted.get(key)
            if key not in found:
                assert old is None, f"{key} was acknowledged and is gone"
                continue
            body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
            assert body in [body_of(key, version) for version in {old, new} - {None}], f"{key} is neither old nor new"
            assert found[key]["Size"] == len(body)
            assert found[key]["ETag"].strip('"') == hashlib.md5(body).hexdigest()
    assert set(found) <= {key for writer in writers for key in writer.keys}


def test_an_upload_in_parts_goes_on_after_a_crash(start_project):
    sandbox = start_project(RULES)
    visitor, bucket = Visitor(sandbox), sandbox.bucket()
    key, parts = "shared/parts", [b"1" * (5 << 20), b"2" * 1000]
    place = {"Bucket": bucket, "Key": key}
    place["UploadId"] = visitor.s3.create_multipart_upload(**place)["UploadId"]
    first = visitor.s3.upload_part(**place, PartNumber=1, Body=parts[0])["ETag"]
    sandbox.kill()
    sandbox.start()
    s3 = client("s3", sandbox, visitor.credentials)
    assert [part["PartNumber"] for part in s3.list_parts(**place)["Parts"]] == [1]
    second = s3.upload_part(**place, PartNumber=2, Body=parts[1])["ETag"]
    s3.complete_multipart_upload(
        **place,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": first}, {"PartNumber": 2, "ETag": second}]})
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == b"".join(parts)


def test_a_crash_leaves_no_litter(start_project):
    """What was being written when the process died is swept at the next start."""
    sandbox = start_project(RULES)
    visitor, bucket = Visitor(sandbox), sandbox.bucket()
    writers = [Writer(name, visitor.s3, bucket) for name in "abcd"]
    for writer in writers:
        writer.start()
    wait_until(lambda: sum(writer.count for writer in writers) >= 60, "acknowledged uploads", 60)
    sandbox.kill()
    for writer in writers:
        writer.join(30)
    sandbox.start()
    s3 = client("s3", sandbox, administrator(sandbox))
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    for key in keys:
        s3.delete_object(Bucket=bucket, Key=key)
    assert sandbox.stop() == 0
    sandbox.start()

    def leftovers():
        return [file for file in (sandbox.folder / "blobs").rglob("*") if file.is_file()]

    wait_until(lambda: not leftovers(), "an empty blob folder once all objects are deleted")
