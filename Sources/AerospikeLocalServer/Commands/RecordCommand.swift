import AerospikeProtocol

/// A command on one record: a message of its own or a row of a batch.
struct RecordCommand: Sendable {
    /// What the message says.
    var layout: MessageLayout
    /// The record.
    var digest: Digest
    /// The row of the batch; `nil` outside of batches.
    var row: UInt32?

    /// The row for the reply.
    var replyRow: UInt32 { self.row ?? 0 }

    /// The flags of writes.
    var info2: Info2Flags { self.layout.header.info2 }
    /// The flags of existence policies.
    var info3: Info3Flags { self.layout.header.info3 }

    /// Whether every operation is answered.
    var respondsToAll: Bool { self.info2.contains(.respondAllOperations) }

    /// Whether the record must be there.
    var mustExist: Bool { !self.info3.isDisjoint(with: [.updateOnly, .replaceOnly]) }

    /// Whether the bins that are not written go.
    var replaces: Bool { !self.info3.isDisjoint(with: [.createOrReplace, .replaceOnly]) }

    /// Whether a record's generation fits the command's policy; an absent record has generation 0.
    func accepts(generation: UInt16) -> Bool {
        if self.info2.contains(.generationEqual) { return self.layout.header.generation == UInt32(generation) }
        if self.info2.contains(.generationGreater) { return self.layout.header.generation > UInt32(generation) }
        return true
    }
}
