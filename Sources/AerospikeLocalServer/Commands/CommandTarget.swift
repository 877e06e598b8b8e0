import AerospikeProtocol

/// Where a command works and what it checks its record against.
struct CommandTarget: Sendable {
    /// The namespace.
    let namespace: LocalNamespace
    /// The name of the set; empty for none.
    let set: [UInt8]
    /// The filter; `nil` for none.
    let filter: CommandFilter?
    /// Now.
    let moment: Moment

    /// Checks that the record's set is the request's. A request without set may read and delete, but not write, any record.
    ///
    /// - Throws: Result 4.
    func checkSet(of record: StoredRecord, isWrite: Bool) throws(CommandFailure) {
        if self.set.isEmpty {
            guard isWrite, record.set != 0 else { return }
        } else if record.set == self.namespace.sets.number(of: self.set) {
            return
        }
        throw CommandFailure(.parameter, of: record)
    }

    /// Checks that the filter lets the record pass.
    ///
    /// - Throws: Result 27, or 4 if the filter is malformed, which shows only here.
    func checkFilter(_ record: StoredRecord) throws(CommandFailure) {
        guard let filter = try self.filter?.parsed(for: record) else { return }
        let view = RecordView(record, setName: self.namespace.sets.name(of: record.set), moment: self.moment)
        guard filter.evaluate(view) == .true else { throw CommandFailure(.filteredOut, of: record) }
    }

    /// Checks that a key in the request is the one stored, if one is stored.
    ///
    /// - Throws: Result 19.
    func checkKey(_ range: Range<Int>?, of record: StoredRecord, request: RawSpan) throws(CommandFailure) {
        guard let range, record.keyFieldSize > 0 else { return }
        guard record.body.view.at(record.keyRange).isEqual(to: request.at(range)) else {
            throw CommandFailure(.keyMismatch, of: record)
        }
    }
}
