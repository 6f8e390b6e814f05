// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled alike: language mode 6, explicit existentials, imports that show the real edges.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A library target of this package. Its folder is its name; what it may import is what stands in `dependencies`.
func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [], defines: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings + defines)
}

/// The tests of one target, in `Tests/<name>Tests`.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name), "SandboxTesting"] + dependencies,
        exclude: [], swiftSettings: settings)
}

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let orderedCollections: Target.Dependency = .product(name: "OrderedCollections", package: "swift-collections")

let package = Package(
    name: "sandbox",
    products: [.executable(name: "sandbox", targets: ["sandbox"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Command
        .executableTarget(
            name: "sandbox",
            dependencies: ["SandboxServer", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings,
            // The toolchain's own linker: in seconds, and with what is used closer together, which saves 3 MiB of memory.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]),

        // Edge
        module(
            "SandboxServer",
            [
                "AccessRules", "AmplifyProject", "AWSJSON", "AWSSigV4", "BackendDefinition", "ClientOutputs",
                "Database",
                "FileWatching", "HTTPServer", "IAM", "IdentityPools", "JSONWebToken", "KeyStore", "ObjectStore",
                "OpenSSL", "S3Protocol", "S3Service", "SourceText", "TypeScriptEvaluator", "UserPools", "WebConsole",
                httpTypes, lifecycle, logging, nioCore, orderedCollections,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        module(
            "HTTPServer",
            [
                "OpenSSL", "TLSChannel", httpTypes, lifecycle, logging, nioCore, nioHTTP1, nioPosix,
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOExtras", package: "swift-nio-extras"),
            ]),

        module("TLSChannel", ["OpenSSL", nioCore]),
        module("WebConsole", ["OpenSSL", "WebResources", httpTypes]),
        .target(name: "WebResources", exclude: ["Resources"]),

        // Service
        module("S3Service", ["AWSSigV4", "IAM", "ObjectStore", "OpenSSL", "S3Protocol", httpTypes, nioCore, logging]),
        module("ClientOutputs", ["AccessRules", "BackendDefinition", orderedCollections]),

        // Wire
        module("S3Protocol", [httpTypes, nioCore]),

        // Domain
        module(
            "AmplifyProject",
            [
                "AccessRules", "BackendDefinition", "ClientOutputs", "IAM", "SourceText", "TypeScriptEvaluator",
                orderedCollections,
            ]),
        module("AccessRules", ["BackendDefinition", "IAM", "SourceText", orderedCollections]),
        module("BackendDefinition", ["SourceText", "TypeScriptEvaluator", orderedCollections]),
        module(
            "ObjectStore", ["Database", "OpenSSL", grdb, nioCore, nioPosix, logging],
            // Places where tests let it die.
            defines: [.define("SANDBOX_CRASH_POINTS", .when(configuration: .debug))]),
        module(
            "UserPools", ["AWSJSON", "Database", "JSONWebToken", "KeyStore", "OpenSSL", "SecureRemotePassword", grdb]),
        module("IdentityPools", ["AWSJSON", "Database", "IAM", "JSONWebToken", "KeyStore", "OpenSSL", grdb]),

        // Language
        module("TypeScriptEvaluator", ["SourceText", "TypeScriptSyntax", orderedCollections]),
        module("TypeScriptSyntax", ["SourceText"]),

        // Leaves
        module("SourceText"),
        module("IAM"),
        module("AWSJSON"),
        module("AWSSigV4", ["OpenSSL"]),
        module("SecureRemotePassword", ["OpenSSL"]),
        module("JSONWebToken", ["OpenSSL"]),
        module("KeyStore", ["OpenSSL"]),
        module("OpenSSL", ["COpenSSL"]),
        module("Database", [grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        module("FileWatching", ["CInotifyTools"]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CInotifyTools", providers: [.apt(["libinotifytools0-dev"])]),

        // Tests
        .target(name: "SandboxTesting", path: "Tests/SandboxTesting", swiftSettings: settings),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "AccessRules", "AWSSigV4", "BackendDefinition", "IAM", "S3Protocol", "SourceText",
                "TypeScriptEvaluator", httpTypes, nioCore,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Fuzz", exclude: ["run"], swiftSettings: settings),
        tests(of: "AccessRules", ["BackendDefinition", "IAM", "SourceText", orderedCollections]),
        tests(
            of: "AmplifyProject",
            [
                "AccessRules", "BackendDefinition", "ClientOutputs", "IAM", "SourceText", "TypeScriptEvaluator",
                orderedCollections,
            ]),
        tests(of: "AWSJSON"),
        tests(of: "AWSSigV4", ["OpenSSL"]),
        tests(of: "BackendDefinition", ["SourceText", "TypeScriptEvaluator", "TypeScriptSyntax", orderedCollections]),
        tests(of: "ClientOutputs", ["AccessRules", "BackendDefinition", "SourceText", orderedCollections]),
        tests(of: "Database", [grdb]),
        tests(of: "FileWatching"),
        tests(of: "HTTPServer", [httpTypes, nioCore, nioPosix]),
        tests(of: "IAM"),
        tests(of: "IdentityPools", ["AWSJSON", "Database", "IAM", "JSONWebToken", "KeyStore"]),
        tests(of: "JSONWebToken", ["OpenSSL"]),
        tests(of: "KeyStore"),
        tests(of: "ObjectStore", ["Database", "OpenSSL", grdb, logging, nioCore]),
        tests(of: "OpenSSL"),
        tests(of: "S3Protocol", [httpTypes, nioCore]),
        tests(
            of: "S3Service",
            ["AWSSigV4", "Database", "IAM", "ObjectStore", "OpenSSL", "S3Protocol", httpTypes, logging, nioCore]),
        tests(
            of: "SandboxServer",
            ["AmplifyProject", "ClientOutputs", "IAM", "KeyStore", "OpenSSL", "S3Protocol", "S3Service", "SourceText"]),
        tests(of: "SecureRemotePassword", ["OpenSSL"]),
        tests(of: "SourceText"),
        tests(of: "TLSChannel", ["OpenSSL", nioCore, nioPosix]),
        tests(of: "TypeScriptEvaluator", ["SourceText", "TypeScriptSyntax"]),
        tests(of: "TypeScriptSyntax", ["SourceText"]),
        tests(
            of: "UserPools", ["AWSJSON", "Database", "JSONWebToken", "KeyStore", "OpenSSL", "SecureRemotePassword"]),
        tests(of: "WebConsole", [httpTypes]),
    ],
    swiftLanguageModes: [.v6]
)
