"""The schema of each version of the outputs, derived from the newest by taking away what came later."""

import copy
import json
import pathlib

VERSIONS = ["1", "1.1", "1.2", "1.3", "1.4", "1.5"]
NEWEST = json.loads((pathlib.Path(__file__).parent / "Schemas/amplify_outputs.schema.json").read_text())


def schema_of(version):
    """What a file of this version may hold.

    The rules of a path are held against what 1.4 and later say in their type alone. Up to 1.3 the published schemas call
    them `groups` and `entity`, while Amplify writes `groupsAdmins` and `entityidentity` in these versions too.
    """
    schema = copy.deepcopy(NEWEST)
    before = lambda other: VERSIONS.index(version) < VERSIONS.index(other)
    properties, parts = schema["properties"], schema["$defs"]
    auth, storage, bucket = properties["auth"]["properties"], properties["storage"]["properties"], parts["amplify_storage_bucket"]
    properties["version"]["const"] = version
    actions = {"type": "array", "items": {"$ref": "#/$defs/amplify_storage_access_actions"}}
    parts["amplify_storage_access_rule"] = {
        "type": "object", "additionalProperties": False,
        "patternProperties": {"^(guest|authenticated|resource|groups.+|entity.+)$": actions}}
    if before("1.5"):
        notifications = properties["notifications"]
        del notifications["properties"]["amazon_connect"], notifications["anyOf"]
        notifications["required"] = ["aws_region", "amazon_pinpoint_app_id", "channels"]
    if before("1.4"):
        del auth["passwordless"]
        auth["mfa_methods"]["items"]["enum"].remove("EMAIL")
    if before("1.3"):
        del auth["groups"]
    if before("1.2"):
        del bucket["properties"]["paths"]
    if before("1.1"):
        del storage["buckets"]
    return schema
