/// Tools of the AWS world, which sign with the sandbox's administrator key.
extension ConnectSnippet {
    var boto3: String {
        let arguments = credentialsCommand(format: "process").map(Self.pythonLiteral).joined(separator: ", ")
        return """
            import json
            import subprocess

            import boto3
            from botocore.config import Config

            key = json.loads(subprocess.check_output([\(arguments)]))
            sandbox = boto3.Session(
                aws_access_key_id=key["AccessKeyId"],
                aws_secret_access_key=key["SecretAccessKey"],
                aws_session_token=key.get("SessionToken"),
                region_name=\(Self.pythonLiteral(context.region)),
            )
            s3 = sandbox.client(
                "s3", endpoint_url=\(Self.pythonLiteral(context.endpoint)), config=Config(s3={"addressing_style": "path"}))
            cognito = sandbox.client("cognito-idp", endpoint_url=\(Self.pythonLiteral(context.endpoint)))

            print([bucket["Name"] for bucket in s3.list_buckets()["Buckets"]])

            """
    }

    var awscli: String {
        let command = credentialsCommand(format: "process").map(ShellWord.quoted).joined(separator: " ")
        return """
            # Adds the profile `sandbox` to ~/.aws/config (AWS CLI 1.29 or 2.13 and later).
            aws configure set region \(ShellWord.quoted(context.region)) --profile sandbox
            aws configure set endpoint_url \(ShellWord.quoted(context.endpoint)) --profile sandbox
            aws configure set credential_process \(ShellWord.quoted(command)) --profile sandbox
            aws configure set s3.addressing_style path --profile sandbox

            aws --profile sandbox s3 ls

            """
    }

    var rclone: String {
        let command = credentialsCommand(format: "env").map(ShellWord.quoted).joined(separator: " ")
        return """
            # For this shell; it leaves nothing in rclone's own configuration.
            eval "$(\(command))"
            export RCLONE_CONFIG_SANDBOX_TYPE=s3
            export RCLONE_CONFIG_SANDBOX_PROVIDER=Other
            export RCLONE_CONFIG_SANDBOX_ENV_AUTH=true
            export RCLONE_CONFIG_SANDBOX_ENDPOINT=\(ShellWord.quoted(context.endpoint))
            export RCLONE_CONFIG_SANDBOX_REGION=\(ShellWord.quoted(context.region))
            export RCLONE_CONFIG_SANDBOX_FORCE_PATH_STYLE=true

            rclone lsd sandbox:

            """
    }

    /// A string literal of Python.
    private static func pythonLiteral(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": literal += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                literal += "\\x" + (digits.count == 1 ? "0" : "") + digits
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
