// swift-tools-version: 6.3

import PackageDescription

// The codecs are symbolic links to the sources of the package above, for two reasons: their package-wide declarations can
// be used here, and no network, client or server code is resolved or built.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
    name: "aerospike-backup-fuzz",
    platforms: [.macOS(.v26)],
    targets: [
        .systemLibrary(name: "CBase64"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "AerospikeProtocol", dependencies: ["CBase64", "CZlib"], swiftSettings: settings),
        .target(name: "BackupFormat", dependencies: ["AerospikeProtocol"], swiftSettings: settings),
        .executableTarget(
            name: "FuzzBackupText",
            dependencies: ["BackupFormat", "AerospikeProtocol"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "FuzzWire",
            dependencies: ["BackupFormat", "AerospikeProtocol"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "FuzzInfo",
            dependencies: ["BackupFormat", "AerospikeProtocol"],
            swiftSettings: settings
        ),
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        .target(name: "YAMLText", dependencies: ["CYAML"], swiftSettings: settings),
        .target(name: "TOMLText", dependencies: ["YAMLText"], swiftSettings: settings),
        .executableTarget(name: "FuzzTOML", dependencies: ["TOMLText", "YAMLText"], swiftSettings: settings),
        // Parts of targets: what manifests, states and journals are, without what reads and writes files and sockets.
        .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"])]),
        .target(
            name: "AerospikeClient",
            dependencies: ["AerospikeProtocol"],
            swiftSettings: settings + [.unsafeFlags(["-enable-testing"])]
        ),
        .executableTarget(
            name: "FuzzCluster",
            dependencies: ["AerospikeClient", "AerospikeProtocol"],
            swiftSettings: settings
        ),
        .target(
            name: "BackupStorage",
            dependencies: ["AerospikeProtocol", "CXXHash"],
            swiftSettings: settings + [.unsafeFlags(["-enable-testing"])]
        ),
        .executableTarget(
            name: "FuzzKeys",
            dependencies: ["AerospikeProtocol", "BackupStorage"],
            swiftSettings: settings
        ),
        .target(
            name: "BackupEngine",
            dependencies: ["AerospikeClient", "AerospikeProtocol", "BackupStorage", "YAMLText"],
            swiftSettings: settings + [.unsafeFlags(["-enable-testing"])]
        ),
        .executableTarget(
            name: "FuzzManifest",
            dependencies: ["BackupEngine", "BackupStorage", "YAMLText"],
            swiftSettings: settings
        ),
        .executableTarget(name: "FuzzState", dependencies: ["BackupEngine"], swiftSettings: settings),
        .executableTarget(name: "FuzzJournal", dependencies: ["BackupEngine"], swiftSettings: settings),
        .target(
            name: "SharedMemoryIndex",
            dependencies: ["CXXHash", "CZlib", "YAMLText"],
            swiftSettings: settings + [.unsafeFlags(["-enable-testing"])]
        ),
        .executableTarget(name: "FuzzSegments", dependencies: ["SharedMemoryIndex"], swiftSettings: settings),
        .executableTarget(name: "FuzzMessagePack", dependencies: ["AerospikeProtocol"], swiftSettings: settings),
    ]
)
