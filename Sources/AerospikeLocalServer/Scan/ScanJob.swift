import AerospikeProtocol
import Synchronization

/// A scan that runs or has run, as `query-show` tells of it.
final class ScanJob: Sendable {
    /// How a scan stands.
    enum Status: Int, Sendable {
        case active, done, abortedByUser, abandoned
    }

    /// What a scan was asked for.
    struct Order: Sendable {
        let id: UInt64
        let namespace: String
        let set: String
        let partitionCount: Int
        let digestCount: Int
        let recordsPerSecond: UInt32
        let socketTimeout: UInt32
        let client: String
        let started: UInt64
    }

    let order: Order
    private let statusNumber = Atomic<Int>(Status.active.rawValue)
    private let finishTime = Atomic<UInt64>(0)
    private let succeeded = Atomic<Int>(0)
    private let filtered = Atomic<Int>(0)
    private let sent = Atomic<Int>(0)
    private let partitions = Atomic<Int>(0)
    private let abort = Atomic<Bool>(false)

    init(_ order: Order) { self.order = order }

    /// How the scan stands.
    var status: Status { Status(rawValue: self.statusNumber.load(ordering: .relaxed)) ?? .done }

    /// When the scan ended, in milliseconds since 1970; 0 while it runs.
    var finished: UInt64 { self.finishTime.load(ordering: .relaxed) }

    /// The numbers of records sent, and left out by the filter.
    var counts: (succeeded: Int, filtered: Int) {
        (self.succeeded.load(ordering: .relaxed), self.filtered.load(ordering: .relaxed))
    }

    /// The number of bytes of the answer so far.
    var sentBytes: Int { self.sent.load(ordering: .relaxed) }

    /// Whether somebody wants the scan to end.
    var isAborted: Bool { self.abort.load(ordering: .relaxed) }

    /// Asks the scan to end with result 15.
    func requestAbort() { self.abort.store(true, ordering: .relaxed) }

    /// How far the scan has come, in hundredths of a per cent.
    var progress: Int {
        let all = self.order.partitionCount + self.order.digestCount
        return all == 0 ? 10_000 : self.partitions.load(ordering: .relaxed) * 10_000 / all
    }

    /// Notes bytes of the answer.
    func add(bytes: Int) { self.sent.add(bytes, ordering: .relaxed) }

    /// Notes progress: records, and the number of partitions that are over.
    func add(succeeded: Int, filtered: Int, partitions: Int) {
        self.partitions.store(partitions, ordering: .relaxed)
        self.succeeded.add(succeeded, ordering: .relaxed)
        self.filtered.add(filtered, ordering: .relaxed)
    }

    /// Notes the end.
    func finish(_ status: Status, at milliseconds: UInt64) {
        self.statusNumber.store(status.rawValue, ordering: .relaxed)
        self.finishTime.store(milliseconds, ordering: .relaxed)
    }
}
