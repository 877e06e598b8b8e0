import CZstd

/// How hard a backup is compressed: a level of zstd (`Spec/asb-format.md` §9).
package struct CompressionLevel: Hashable, Sendable {
    /// The level that zstd takes for the default.
    package static let standard = CompressionLevel(validated: 3)

    /// The level of pieces that are written while a tool ends: a mebibyte takes some milliseconds.
    static let quick = CompressionLevel(validated: 1)

    /// The levels that the zstd library on this machine knows.
    package static var range: ClosedRange<Int> {
        let bounds = ZSTD_cParam_getBounds(ZSTD_c_compressionLevel)
        guard bounds.error == 0, bounds.lowerBound <= bounds.upperBound else { return 1...1 }
        return Int(bounds.lowerBound)...Int(bounds.upperBound)
    }

    /// The level, never 0.
    package let value: Int32

    private init(validated value: Int32) { self.value = value }

    /// Creates a level; 0 means the default.
    ///
    /// - Throws: `StorageError` if zstd does not know the level.
    package init(_ value: Int) throws(StorageError) {
        let range = Self.range
        guard range.contains(value), let level = Int32(exactly: value) else {
            throw StorageError(
                .invalid,
                "Compression level \(value) is outside zstd compression level bounds "
                    + "(\(range.lowerBound) - \(range.upperBound))"
            )
        }
        self.init(validated: level == 0 ? Self.standard.value : level)
    }
}
