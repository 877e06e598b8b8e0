import AerospikeProtocol
import BackupFormat

/// Decides what becomes of each record of a file, and collects those to be written by node.
struct RecordCollector: ~Copyable {
    /// The longest time to live that servers accept, in seconds: ten years (`Spec/wire-protocol.md` §9.2).
    private static let longestTimeToLive: UInt64 = 315_360_000
    /// The most bytes of text of a record that may follow others in a message: those have 1 MiB (`BatchLimit`), its bins a
    /// mebibyte more than their text (`RowEncoder`).
    private static let largestInCompany = ProtocolHeader.maximumBodySize - 4 << 20

    private let plan: RestorePlan
    private let form: RecordBatch.Form?
    private let buffers: RestoreBuffers
    private let setNames: NameSet?
    private let binNames: NameSet?
    private let sourceNamespace: [UInt8]
    /// The namespace of the records that are collected; `nil` before `begin`.
    private var namespace: [UInt8]?
    private var encoder: RowEncoder
    private var collectors: Collectors
    private var routes = PartitionRoutes.none
    /// Seconds since 2010, set anew for each batch.
    private var now: UInt64 = 0
    /// What was counted since the counts were last taken.
    private var counts = RecordCounts()
    /// What was found, when a backup is only checked.
    private var contents: ContentsCounter?

    /// Creates an empty collector for records in the given form; `nil` if they are only counted.
    ///
    /// - Parameter buffers: Gives the memory of batches.
    init(plan: RestorePlan, form: RecordBatch.Form?, buffers: RestoreBuffers) {
        self.plan = plan
        self.buffers = buffers
        self.form = form
        self.setNames = plan.sets.isEmpty ? nil : NameSet(plan.sets)
        self.binNames = plan.bins.isEmpty ? nil : NameSet(plan.bins)
        self.contents = plan.validatesOnly ? ContentsCounter() : nil
        self.sourceNamespace = Array(plan.sourceNamespace.utf8)
        self.encoder = RowEncoder(namespace: plan.targetNamespace, policy: Self.bits(plan.policy))
        self.collectors = Collectors()
    }

    private static func bits(_ policy: WritePolicy) -> WritePolicyBits {
        WritePolicyBits(info2: policy.info2, info3: policy.info3, usesGeneration: policy.checksGeneration)
    }

    /// What the caller has to do next.
    enum Step {
        /// Nothing; go on with the next record.
        case proceed
        /// A batch is full.
        case full(RecordBatch)
        /// The record wants a message of its own: what was collected must be sent, then the record given again.
        case fullBefore(RecordBatch)
        /// The record is of another namespace than those before: everything collected must be sent, then
        /// `begin(namespace:routes:)` called, then the record given again.
        case otherNamespace(String)
        /// The record is of a namespace that the plan does not allow; the words say which.
        case wrongNamespace(String)
    }

    /// Takes a record.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - window: The bytes of the piece.
    ///   - place: Where the record's lines stand in the window.
    /// - Throws: `FormatError` if the record does not fit into a message.
    mutating func take(
        _ record: inout RecordLayout,
        window: RawSpan,
        place: Range<Int>
    ) throws(FormatError) -> Step {
        if !self.sourceNamespace.isEmpty, !record.namespace.isEqual(to: self.sourceNamespace, in: window) {
            return .wrongNamespace(String(decoding: record.namespace.bytes(in: window), as: UTF8.self))
        }
        guard self.form != nil else {
            self.counts.records += 1
            self.contents?.add(record, window: window)
            return .proceed
        }
        guard let namespace, record.namespace.isEqual(to: namespace, in: window) else {
            return .otherNamespace(String(decoding: record.namespace.bytes(in: window), as: UTF8.self))
        }
        let slot = self.routes.slot(of: record.digest.partition)
        if place.count > Self.largestInCompany, let batch = self.collectors.take(slot) { return .fullBefore(batch) }
        self.counts.records += 1
        guard let timeToLive = self.timeToLive(of: record) else {
            self.counts.expired += 1
            return .proceed
        }
        if let binNames { record.keepBins(named: binNames, window: window) }
        guard !record.bins.isEmpty, self.setNames.map({ record.isInSet(among: $0, window: window) }) ?? true else {
            self.counts.skipped += 1
            return .proceed
        }
        let isFull = try self.collectors.append(
            record,
            window: window,
            place: place,
            timeToLive: timeToLive,
            slot: slot,
            encoder: &self.encoder
        )
        guard isFull, let batch = self.collectors.take(slot) else { return .proceed }
        return .full(batch)
    }

    /// The time to live to be written; `nil` if the record has expired.
    private func timeToLive(of record: borrowing RecordLayout) -> UInt32? {
        guard record.expiration != 0 else { return VoidTime.neverTimeToLive }
        let voidTime = UInt64(record.expiration) + UInt64(self.plan.extraTimeToLive)
        guard voidTime > self.now else { return nil }
        return UInt32(min(voidTime - self.now, Self.longestTimeToLive))
    }

    /// Starts to collect records of a namespace for the nodes of the given table; nothing may be collected now.
    mutating func begin(namespace: String, routes: PartitionRoutes) {
        self.namespace = Array(namespace.utf8)
        let target = self.plan.targetNamespace.isEmpty ? namespace : self.plan.targetNamespace
        self.encoder = RowEncoder(namespace: target, policy: Self.bits(self.plan.policy))
        self.routes = routes
        self.collectors = Collectors()
        guard let form else { return }
        for slot in 0..<routes.count {
            self.collectors.append(
                BatchCollector(
                    form: form,
                    limit: BatchLimit(plan: self.plan, form: form),
                    namespace: target,
                    node: routes.node(at: slot),
                    timeout: self.plan.writeTimeout.milliseconds,
                    keepsPlaces: self.plan.rejectedPath != nil,
                    buffers: self.buffers
                )
            )
        }
    }

    /// Sets the time against which void times are compared, in seconds since 2010.
    mutating func setTime(_ now: UInt64) { self.now = now }

    /// What was found; `nil` unless a backup is only checked.
    var foundContents: BackupContents? { self.contents?.contents }

    /// Everything collected.
    mutating func takeAll() -> [RecordBatch] { self.collectors.takeAll() }

    /// What was counted since the last call.
    mutating func takeCounts() -> RecordCounts {
        defer { self.counts = RecordCounts() }
        return self.counts
    }
}
