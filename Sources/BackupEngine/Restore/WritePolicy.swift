package import AerospikeProtocol

/// What happens to records that the namespace holds already (`Spec/semantics.md` §B3).
package struct WritePolicy: Hashable, Sendable {
    /// What happens to the bins of an existing record.
    package enum Existing: Hashable, Sendable {
        /// The backup's bins are written over it; its other bins stay.
        case merge
        /// Its bins are replaced by the backup's.
        case replace
        /// It is left alone.
        case keep
    }

    /// What happens to an existing record.
    package var existing: Existing
    /// Whether a record of the same or a higher generation is left alone.
    package var checksGeneration: Bool

    /// Creates a policy.
    package init(existing: Existing = .merge, checksGeneration: Bool = true) {
        self.existing = existing
        self.checksGeneration = checksGeneration
    }

    /// The second byte of flags of the writes.
    package var info2: Info2Flags {
        var flags: Info2Flags = [.write]
        if self.checksGeneration { flags.insert(.generationGreater) }
        if self.existing == .keep { flags.insert(.createOnly) }
        return flags
    }

    /// The third byte of flags of the writes.
    package var info3: Info3Flags { self.existing == .replace ? [.createOrReplace] : [] }
}
