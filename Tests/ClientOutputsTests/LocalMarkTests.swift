import ClientOutputs
import Testing

struct LocalMarkTests {
    struct Example: CustomTestStringConvertible {
        var text: String
        var name: String?

        var testDescription: String { text }
    }

    @Test(arguments: [
        Example(text: #"{"user_pool_id": "us-east-1_LocalHdW1"}"#, name: "us-east-1_LocalHdW1"),
        Example(text: "userPoolId:'eu-north-1_Local0000'", name: "eu-north-1_Local0000"),
        Example(text: #"{"user_pool_client_id": "sandbox0beknvrbgbzywncdzmf"}"#, name: "sandbox0beknvrbgbzywncdzmf"),
        Example(
            text: "x=\"amplify-app-ann-sandbox-photosbucketb04725bc-sandboxf5wfs\";",
            name: "amplify-app-ann-sandbox-photosbucketb04725bc-sandboxf5wfs"),
        Example(text: "sandbox0beknvrbgbzywncdzmf", name: "sandbox0beknvrbgbzywncdzmf"),
        // Deployments, also of personal sandboxes, and what else has such words in it.
        Example(text: #"{"user_pool_id": "us-east-1_AbCdEf123"}"#),
        Example(text: #"{"user_pool_client_id": "1example23456789abcdefghij"}"#),
        Example(text: #""amplify-myapp-alice-sandbox-testnamebucketb4152ad5-0a1b2c3d4e5f""#),
        Example(text: "us-east-1_LocalTooLong0"), Example(text: "my_LocalHdW1x"),
        Example(text: "sandbox0beknvrbgbzywncdzmfx"), Example(text: "sandbox0beknvrBGBzywncdzmf"),
        Example(text: "sandbox-of-the-whole-team1"), Example(text: "amplify-sandboxes-are-nice"), Example(text: ""),
    ])
    func namesAreToldByTheirMark(_ example: Example) {
        let bytes = Array(example.text.utf8)
        let found = LocalMark.firstName(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(found == example.name)
    }
}
