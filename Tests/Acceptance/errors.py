"""What a client library raised, in the words of the service."""

import contextlib

import pytest
from botocore.exceptions import ClientError


@contextlib.contextmanager
def refused(code, status=None):
    """The block must raise an AWS error with this code, and with this status when one is given."""
    with pytest.raises(ClientError) as caught:
        yield caught
    response = caught.value.response
    found = response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]
    assert found == (code, found[1] if status is None else status), response


def denied():
    """The block must be refused as S3 refuses what no rule allows."""
    return refused("AccessDenied", 403)
