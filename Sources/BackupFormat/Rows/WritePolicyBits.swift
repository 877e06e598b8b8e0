package import AerospikeProtocol

/// How records are written, as flags of the wire (`Spec/wire-protocol.md` §9.1, `Spec/semantics.md` §B3).
package struct WritePolicyBits: Hashable, Sendable {
    /// The second byte of flags; `write` is added in any case.
    package var info2: Info2Flags
    /// The third byte of flags.
    package var info3: Info3Flags
    /// Whether the record's generation is sent; otherwise 0.
    package var usesGeneration: Bool

    /// Creates flags. The default merges bins into what is there, whatever its generation.
    package init(info2: Info2Flags = [.write], info3: Info3Flags = [], usesGeneration: Bool = false) {
        self.info2 = info2
        self.info3 = info3
        self.usesGeneration = usesGeneration
    }
}
