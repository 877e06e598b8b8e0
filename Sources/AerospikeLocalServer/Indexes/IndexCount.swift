import AerospikeProtocol

/// Counts the records that an index would hold.
struct IndexCount {
    /// Namespaces with more records are not walked for a figure: the records of the set are told instead.
    private static let walkLimit = 200_000

    private let subject: IndexDefinition.Subject

    init(_ definition: IndexDefinition) { self.subject = definition.subject }

    /// The number of records of the set whose bin has the type of the index. Of indexes over the elements of lists and
    /// maps, with contexts or of expressions, the records with such a bin are counted, or all of the set.
    func entries(in namespace: LocalNamespace, at moment: Moment) -> Int {
        let set = self.subject.set.map { Array($0.utf8) }
        let sets = namespace.sets.entries.enumerated().filter { set == nil || $0.element.name == set }
        let objects = sets.reduce(0) { $0 + $1.element.objects }
        guard let bin = self.subject.bin.map({ Array($0.utf8) }), namespace.objects <= Self.walkLimit else {
            return objects
        }
        let numbers = sets.map { UInt16(truncatingIfNeeded: $0.offset) }
        var entries = 0
        for partition in PartitionID.all {
            for record in namespace[partition].withRecords({ $0.records }) {
                guard record.isLive(at: moment), numbers.contains(record.set) else { continue }
                let value = RecordView(record, setName: [], moment: moment).bin(named: bin)
                if let value, self.accepts(type: value.type) { entries += 1 }
            }
        }
        return entries
    }

    private func accepts(type: UInt8) -> Bool {
        let type = ParticleType(rawValue: type)
        guard self.subject.kind == "default", self.subject.context == nil else {
            return type == .list || type == .map
        }
        return switch self.subject.type {
        case "numeric": type == .integer
        case "string": type == .string
        case "blob": type == .blob
        default: type == .geoJSON
        }
    }
}
