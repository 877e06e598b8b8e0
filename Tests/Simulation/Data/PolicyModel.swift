import AerospikeLocalServer
import AerospikeProtocol
import BackupEngine

/// What a restore is to make of records that are there already, computed without it (`Spec/semantics.md` §B3).
struct PolicyModel: Sendable {
    let policy: WritePolicy

    /// What the target is to hold in the end.
    ///
    /// - Parameters:
    ///   - held: What it holds before.
    ///   - backup: What is restored.
    func contents(of held: Contents, after backup: Contents) -> Contents {
        Contents(
            records: held.records.merging(backup.records) { old, new in self.record(new, over: old) }
        )
    }

    private func record(_ new: LocalRecord, over old: LocalRecord) -> LocalRecord {
        guard self.policy.existing != .keep else { return old }
        guard !self.policy.checksGeneration || new.generation > old.generation else { return old }
        let kept = self.policy.existing == .merge ? old.bins : []
        let names = Set(new.bins.map(Self.name))
        return LocalRecord(
            set: old.set,
            key: new.key.isEmpty ? old.key : new.key,
            bins: new.bins + kept.filter { !names.contains(Self.name($0)) },
            generation: old.generation + 1,
            voidTime: new.voidTime
        )
    }

    /// The name of a bin in wire form (`Spec/wire-protocol.md` §6.4).
    private static func name(_ bin: [UInt8]) -> ArraySlice<UInt8> { bin.dropFirst(8).prefix(Int(bin[7])) }
}
