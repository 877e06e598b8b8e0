import BackupStorage

extension RestorePlan {
    /// How a restore that is interrupted can be gone on with (`Spec/restore-journal.md`).
    package enum Journal: Hashable, Sendable {
        /// A journal is written into the working directory if the restore is interrupted.
        case whenInterrupted
        /// A journal is kept in this file from the start, so that even a tool that is killed can go on.
        case file(path: String)
        /// The restore goes on where this journal says, and it is kept up.
        case resume(path: String)
    }

    /// The options that decide what becomes of a record, in words; without secrets.
    var journalOptions: [JournalState.Option] {
        let existing =
            switch self.policy.existing {
            case .merge: "merge"
            case .replace: "replace"
            case .keep: "keep"
            }
        let parts = [(self.withRecords, "records"), (self.withIndexes, "indexes"), (self.withModules, "udfs")]
        return [
            .init(name: "source-namespace", value: self.sourceNamespace),
            .init(name: "target-namespace", value: self.targetNamespace),
            .init(name: "sets", value: self.sets.joined(separator: ",")),
            .init(name: "bins", value: self.bins.joined(separator: ",")),
            .init(name: "parts", value: parts.filter(\.0).map(\.1).joined(separator: ",")),
            .init(name: "existing-records", value: existing),
            .init(name: "generations", value: self.policy.checksGeneration ? "compared" : "ignored"),
            .init(name: "extra-ttl", value: String(self.extraTimeToLive)),
            .init(name: "compression", value: self.container.compression == nil ? "" : "zstd"),
            .init(name: "encryption", value: self.container.encryption?.mode.rawValue ?? ""),
        ]
    }
}
