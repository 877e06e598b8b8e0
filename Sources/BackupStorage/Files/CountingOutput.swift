/// An output that keeps nothing, for estimates: whoever writes counts.
package struct CountingOutput: OutputFile {
    /// What messages call it.
    package let path = "[none]"

    /// Creates an output.
    package init() {}

    /// Drops the bytes.
    package func write(_ storage: [UInt8], count: Int) async throws {}

    /// Does nothing.
    package func finish() async throws {}

    /// Nothing is stored.
    package var length: UInt64 { 0 }

    /// Nothing breaks off.
    package var isWhole: Bool { true }

    /// Drops the bytes.
    package func writeBlocking(_ storage: [UInt8], count: Int) throws {}

    /// Does nothing.
    package func finishBlocking() throws {}
}
