import AerospikeProtocol
import Synchronization

/// What all connections of a node share.
final class ServerState: Sendable {
    let namespaces: [LocalNamespace]
    let clock: WallClock
    let runner: CommandRunner
    let jobs = JobTable()
    let indexes: IndexCatalog
    let modules: ModuleCatalog
    let service = ServiceParameters()
    /// The number of open connections.
    let connections = Atomic<Int>(0)
    let started: Moment
    /// The cluster it is a node of; `nil` if it is alone.
    let membership: ClusterMembership?
    /// Brings faults; `nil` if nothing goes wrong.
    let faults: FaultInjector?
    private let frozen = Atomic<Bool>(false)
    private let view: Mutex<ClusterView>
    private let nextTaskID: Atomic<UInt64>

    /// Creates the state of a node that holds no records.
    ///
    /// - Parameters:
    ///   - configuration: What the node is to be.
    ///   - membership: The cluster it is a node of; `nil` if it is alone.
    init(_ configuration: LocalServerConfiguration, membership: ClusterMembership? = nil) {
        let clock = configuration.clock.ahead(seconds: configuration.faults?.clockSkew ?? 0)
        let node = NodeIdentity(id: configuration.nodeID, host: configuration.host, port: configuration.port)
        self.namespaces = configuration.namespaces.map { LocalNamespace(name: $0) }
        self.clock = clock
        self.faults = configuration.faults
        self.runner = CommandRunner(namespaces: self.namespaces, clock: clock, faults: configuration.faults)
        self.started = clock.moment
        self.indexes = membership?.directory.indexes ?? IndexCatalog()
        self.modules = membership?.directory.modules ?? ModuleCatalog()
        self.membership = membership
        self.view = Mutex(membership == nil ? ClusterView(single: node) : ClusterView(joining: node))
        self.nextTaskID = Atomic(clock.nanoseconds | 1)
    }

    /// The cluster as this node sees it now.
    var cluster: ClusterView {
        get { self.view.withLock { $0 } }
        set { self.view.withLock { $0 = newValue } }
    }

    /// The key of the cluster as this node sees it.
    var clusterKey: String { self.view.withLock { $0.clusterKey } }

    /// Whether a scan of a partition is answered here.
    func holds(_ partition: PartitionID) -> Bool { self.view.withLock { $0.complete[partition] } }

    /// Where commands on a partition go; `nil` if all are carried out here.
    func route(of partition: PartitionID) -> PartitionRoute? {
        self.view.withLock { $0.routes?[partition.index] }
    }

    /// Whether the node stands still: it takes in and answers nothing.
    var isFrozen: Bool {
        get { self.frozen.load(ordering: .relaxed) }
        set { self.frozen.store(newValue, ordering: .relaxed) }
    }

    /// The namespace with a name.
    func namespace(named name: String) -> LocalNamespace? { self.namespaces.first { $0.name == name } }

    /// Registers a scan; `nil` if its id is taken. A scan without id is given one.
    func beginScan(_ request: ScanRequest, client: String) -> ScanRun? {
        let id = request.taskID != 0 ? request.taskID : self.nextTaskID.add(1, ordering: .relaxed).newValue
        let order = ScanJob.Order(
            id: id,
            namespace: request.namespace.name,
            set: String(decoding: request.set, as: UTF8.self),
            partitionCount: request.cursors.count - request.digestCount,
            digestCount: request.digestCount,
            recordsPerSecond: request.recordsPerSecond,
            socketTimeout: request.socketTimeout,
            client: client,
            started: self.clock.moment.milliseconds
        )
        let job = ScanJob(order)
        guard request.isShort || self.jobs.begin(job) else { return nil }
        return ScanRun(request, job: job, holds: { self.holds($0) }, clock: self.clock, faults: self.faults)
    }
}
