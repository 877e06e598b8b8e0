import Foundation

/// Files of the original tools.
enum Fixture {
    private static func url(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Fixtures/asb/\(name)")
            .standardized
    }

    /// The bytes of a file below `Fixtures/asb`.
    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: Self.url(name))) }

    /// The text of a file below `Fixtures/asb`.
    static func text(_ name: String) throws -> String { try String(contentsOf: Self.url(name), encoding: .utf8) }
}
