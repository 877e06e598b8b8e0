/// An output that keeps nothing, for estimates: whoever writes counts.
package struct CountingOutput: OutputFile {
    /// What messages call it.
    package let path = "[none]"

    /// Creates an output.
    package init() {}

    /// Drops the bytes.
    package func write(_ storage: [UInt8], _ range: Range<Int>) async throws {}

    /// Does nothing.
    package func finish() async throws -> StoredFile? { nil }

    /// Nothing is stored.
    package var length: UInt64 { 0 }

    /// Nothing is stored in parts.
    package var isWhole: Bool { true }

    /// Waits for nobody anyway.
    package func abandon() {}

    /// Drops the bytes.
    package func writeBlocking(_ storage: [UInt8], _ range: Range<Int>) throws {}

    /// Does nothing.
    package func finishBlocking() throws -> StoredFile? { nil }
}
