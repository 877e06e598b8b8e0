import AerospikeLocalServer
import AerospikeProtocol
import BackupEngine
import Testing

@testable import simulation

/// The table of `Spec/semantics.md` §B3, with a target that holds the bins a and b in generation 5, and a backup with a and c.
@Suite struct `The model of write policies` {
    private let digest = Digest(set: [], keyType: .string, key: Array("key".utf8))

    private func record(_ bins: [String], generation: UInt16) -> LocalRecord {
        let encoded = bins.map { text -> [UInt8] in
            // The name is the first letter, the value the whole text.
            [0, 0, 0, UInt8(5 + text.utf8.count), 2, 3, 0, 1, text.utf8.first ?? 0] + Array(text.utf8)
        }
        return LocalRecord(set: [], key: [], bins: encoded, generation: generation, voidTime: .never)
    }

    private func bins(
        _ existing: WritePolicy.Existing,
        checked: Bool,
        generation: UInt16,
        isHeld: Bool = true
    ) -> Set<String> {
        let held = isHeld ? [self.digest: self.record(["a old", "b old"], generation: 5)] : [:]
        let model = PolicyModel(policy: WritePolicy(existing: existing, checksGeneration: checked))
        let after = model.contents(
            of: Contents(records: held),
            after: Contents(records: [self.digest: self.record(["a new", "c new"], generation: generation)])
        )
        return Set((after.records[self.digest]?.bins ?? []).map { String(decoding: $0.dropFirst(9), as: UTF8.self) })
    }

    @Test(arguments: [UInt16(4), 5, 6]) func `bins are merged if the generation is higher or not asked for`(
        generation: UInt16
    ) {
        let merged: Set = ["a new", "b old", "c new"]
        let expected = generation > 5 ? merged : ["a old", "b old"]
        #expect(self.bins(.merge, checked: true, generation: generation) == expected)
        #expect(self.bins(.merge, checked: false, generation: generation) == merged)
    }

    @Test(arguments: [UInt16(4), 5, 6]) func `records are replaced if the generation is higher or not asked for`(
        generation: UInt16
    ) {
        let replaced: Set = ["a new", "c new"]
        let expected = generation > 5 ? replaced : ["a old", "b old"]
        #expect(self.bins(.replace, checked: true, generation: generation) == expected)
        #expect(self.bins(.replace, checked: false, generation: generation) == replaced)
    }

    @Test(arguments: [true, false]) func `records that are there are kept, others come`(checked: Bool) {
        #expect(self.bins(.keep, checked: checked, generation: 6) == ["a old", "b old"])
        #expect(self.bins(.keep, checked: checked, generation: 6, isHeld: false) == ["a new", "c new"])
    }
}
