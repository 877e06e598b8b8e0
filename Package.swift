// swift-tools-version: 6.3

import PackageDescription

/// Settings of every target of this package, test targets included.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0481-weak-let.md
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    // https://github.com/swiftlang/swift/blob/main/docs/ReferenceGuides/LifetimeAnnotation.md
    .enableExperimentalFeature("Lifetimes"),
]

/// Settings of the codec targets, in which every unsafe operation must be spelled `unsafe`.
let codecSettings =
    settings + [
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
        .strictMemorySafety()
    ]

let package = Package(
    name: "aerospike-backup",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "asbackup", targets: ["asbackup"]),
        .executable(name: "asrestore", targets: ["asrestore"]),
        .executable(name: "aslocal", targets: ["aslocal"]),
        .executable(name: "asmt", targets: ["asmt"]),
        .library(name: "AerospikeProtocol", targets: ["AerospikeProtocol"]),
        .library(name: "BackupFormat", targets: ["BackupFormat"]),
        .library(name: "AerospikeClient", targets: ["AerospikeClient"]),
        .library(name: "BackupEngine", targets: ["BackupEngine"]),
        .library(name: "AerospikeLocalServer", targets: ["AerospikeLocalServer"]),
        .library(name: "BenchmarkSupport", targets: ["BenchmarkSupport"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        // Settings of the C library's memory, which the module Glibc leaves out.
        .systemLibrary(name: "CAllocator"),
        .systemLibrary(name: "CBase64"),
        .systemLibrary(name: "CLinux"),
        .target(name: "FileAccess", dependencies: ["CLinux"], swiftSettings: settings),
        .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"])]),
        .target(name: "YAMLText", dependencies: ["CYAML"], swiftSettings: settings),
        .target(name: "AerospikeProtocol", dependencies: ["CBase64", "CZlib"], swiftSettings: codecSettings),
        .target(name: "BackupFormat", dependencies: ["AerospikeProtocol"], swiftSettings: codecSettings),
        .target(
            name: "AerospikeClient",
            dependencies: [
                "AerospikeProtocol",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(name: "CommandLineInterface", swiftSettings: settings),
        .target(
            name: "SharedMemoryIndex",
            dependencies: ["CLinux", "CommandLineInterface", "CXXHash", "CZlib", "FileAccess", "YAMLText"],
            swiftSettings: settings
        ),
        .target(name: "TOMLText", dependencies: ["YAMLText"], swiftSettings: settings),
        .target(
            name: "BackupStorage",
            dependencies: [
                "AerospikeProtocol",
                "CLinux",
                "CZstd",
                "CXXHash",
                "FileAccess",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "BackupEngine",
            dependencies: [
                "AerospikeProtocol",
                "BackupFormat",
                "AerospikeClient",
                "BackupStorage",
                "YAMLText",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "BackupCommands",
            dependencies: [
                "CAllocator",
                "BackupEngine",
                "AerospikeClient",
                "AerospikeProtocol",
                "BackupFormat",
                "BackupStorage",
                "CommandLineInterface",
                "TOMLText",
                "YAMLText",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "AerospikeLocalServer",
            dependencies: [
                "AerospikeProtocol",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "BenchmarkSupport",
            dependencies: ["AerospikeProtocol", "BackupFormat", "BackupStorage"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "asbackup",
            dependencies: ["BackupCommands", "CommandLineInterface"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "asrestore",
            dependencies: ["BackupCommands", "CommandLineInterface"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "aslocal",
            dependencies: [
                "AerospikeLocalServer",
                "CommandLineInterface",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "asmt",
            dependencies: ["CommandLineInterface", "SharedMemoryIndex"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "simulation",
            dependencies: [
                "AerospikeClient",
                "AerospikeLocalServer",
                "AerospikeProtocol",
                "BackupEngine",
                "BackupStorage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Tests/Simulation",
            swiftSettings: settings
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["simulation", "AerospikeLocalServer", "AerospikeProtocol", "BackupEngine"],
            swiftSettings: settings
        ),
        .testTarget(name: "YAMLTextTests", dependencies: ["YAMLText"], swiftSettings: settings),
        .testTarget(name: "TOMLTextTests", dependencies: ["TOMLText", "YAMLText"], swiftSettings: settings),
        .testTarget(
            name: "AerospikeProtocolTests",
            dependencies: ["AerospikeProtocol"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BackupFormatTests",
            dependencies: ["BackupFormat", "AerospikeProtocol"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AerospikeClientTests",
            dependencies: ["AerospikeClient", "AerospikeProtocol", "AerospikeLocalServer"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BackupStorageTests",
            dependencies: ["BackupStorage", "AerospikeProtocol"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BackupEngineTests",
            dependencies: [
                "BackupEngine", "BackupStorage", "BackupFormat", "AerospikeClient", "AerospikeProtocol",
                "AerospikeLocalServer", "YAMLText",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BackupCommandsTests",
            dependencies: ["BackupCommands", "BackupEngine", "BackupStorage", "CommandLineInterface", "YAMLText"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AerospikeLocalServerTests",
            dependencies: ["AerospikeLocalServer", "AerospikeProtocol"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SharedMemoryIndexTests",
            dependencies: ["SharedMemoryIndex", "CommandLineInterface"],
            swiftSettings: settings
        ),
        .testTarget(name: "BenchmarkSupportTests", dependencies: ["BenchmarkSupport"], swiftSettings: settings),
    ]
)
