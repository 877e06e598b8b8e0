import AerospikeProtocol
import Synchronization

/// What all connections of a node share.
final class ServerState: Sendable {
    let namespaces: [LocalNamespace]
    let clock: WallClock
    let runner: CommandRunner
    let jobs = JobTable()
    let indexes = IndexCatalog()
    let modules = ModuleCatalog()
    let service = ServiceParameters()
    /// The number of open connections.
    let connections = Atomic<Int>(0)
    let started: Moment
    /// Brings faults; `nil` if nothing goes wrong.
    let faults: FaultInjector?
    private let view: Mutex<ClusterView>
    private let nextTaskID: Atomic<UInt64>

    /// Creates the state of a node that is alone and holds no records.
    init(_ configuration: LocalServerConfiguration) {
        let clock = configuration.clock.ahead(seconds: configuration.faults?.clockSkew ?? 0)
        let node = NodeIdentity(id: configuration.nodeID, host: configuration.host, port: configuration.port)
        self.namespaces = configuration.namespaces.map { LocalNamespace(name: $0) }
        self.clock = clock
        self.faults = configuration.faults
        self.runner = CommandRunner(namespaces: self.namespaces, clock: clock, faults: configuration.faults)
        self.started = clock.moment
        self.view = Mutex(ClusterView(single: node))
        self.nextTaskID = Atomic(clock.nanoseconds | 1)
    }

    /// The cluster as this node sees it now.
    var cluster: ClusterView {
        get { self.view.withLock { $0 } }
        set { self.view.withLock { $0 = newValue } }
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
        return ScanRun(request, job: job, cluster: self.cluster, clock: self.clock, faults: self.faults)
    }
}
