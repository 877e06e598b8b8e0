// swift-tools-version: 6.3

import PackageDescription

/// Settings of every target of this package.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "aerospike-backup-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "aerospike-backup", path: ".."),
        // Without its traits nothing takes the place of malloc and of the runtime's reference counting.
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Codec",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "BenchmarkSupport", package: "aerospike-backup"),
            ],
            path: "Benchmarks/Codec",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
        .executableTarget(
            name: "repeat-operation",
            dependencies: [.product(name: "BenchmarkSupport", package: "aerospike-backup")],
            path: "Sources/repeat-operation",
            swiftSettings: settings
        ),
    ]
)
