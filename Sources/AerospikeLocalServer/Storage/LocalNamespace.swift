import AerospikeProtocol
import Synchronization

/// A namespace: 4096 partitions, the sets, and what the two have in common.
final class LocalNamespace: Sendable {
    /// The namespace's name.
    let name: String
    /// The name's bytes.
    let nameBytes: [UInt8]
    /// The name as a field of a message: size, type 0, name.
    let field: [UInt8]
    /// The sets.
    let sets = SetTable()
    /// The values that `set-config` can change.
    let settings: NamespaceSettings
    private let partitions: [RecordPartition]
    private let holdsExpiring = Atomic<Bool>(false)
    private let truncation = Atomic<UInt64>(0)

    /// Creates an empty namespace.
    init(name: String) {
        self.name = name
        self.nameBytes = Array(name.utf8)
        var field = ByteWriter(capacity: name.utf8.count + 5)
        Field(.namespace, text: name).write(to: &field)
        self.field = field.finish()
        self.settings = NamespaceSettings()
        self.partitions = PartitionID.all.map { _ in RecordPartition() }
    }

    /// The partition with a number.
    subscript(_ partition: PartitionID) -> RecordPartition { self.partitions[partition.index] }

    /// The last-update time before which all records were removed, in milliseconds since 1970; 0 for never.
    var truncatedBefore: UInt64 {
        get { self.truncation.load(ordering: .relaxed) }
        set { self.truncation.store(newValue, ordering: .relaxed) }
    }

    /// The number of records, expired ones that are still held included.
    var objects: Int { self.sets.entries.reduce(0) { $0 + $1.objects } }

    /// The bytes of all records' bodies.
    var bytes: Int { self.sets.entries.reduce(0) { $0 + $1.bytes } }

    /// Removes the records that `shouldRemove` picks, partition by partition.
    func removeAll(where shouldRemove: (StoredRecord) -> Bool) {
        for partition in self.partitions {
            let removed = partition.withRecords { $0.removeAll(where: shouldRemove) }
            for record in removed { self.sets.add(objects: -1, bytes: -record.body.count, to: record.set) }
        }
    }

    /// Notes that a record was written that will expire, so that sweeps are worth their while.
    func noteExpiring() { self.holdsExpiring.store(true, ordering: .relaxed) }

    /// Removes the records that have expired, unless none was ever written that could.
    func removeExpired(at moment: Moment) {
        guard self.holdsExpiring.load(ordering: .relaxed) else { return }
        self.removeAll { !$0.isLive(at: moment) }
    }
}
