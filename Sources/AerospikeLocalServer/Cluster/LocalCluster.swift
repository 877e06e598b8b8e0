import AerospikeProtocol
import NIOCore
import NIOPosix
import Synchronization

/// Several nodes with ports of their own in one process, which are one cluster to their clients (`Spec/wire-protocol.md` §21).
///
/// ```swift
/// try await LocalCluster.run(configuration: LocalClusterConfiguration(nodes: 3)) { cluster in
///     // … connect a client to 127.0.0.1:\(cluster.port(of: 1)) and write
///     try await cluster.kill(2)       // its sockets are closed, its records are gone
///     cluster.noticeChanges()         // the others are "unstable"; maps and peers are as before
///     cluster.rebalance()             // the others are a cluster of two
///     cluster.finishMigrations()      // every record has two copies again
///     try await cluster.start(2)      // it answers, with partition-generation -1 and without records
///     cluster.settle()                // all three of the above
/// }
/// ```
///
/// Nothing happens by itself: each step of what a real cluster does within seconds is a call. Every node has records of its
/// own. Commands on records are passed on to the node that answers for the partition, writes are copied to the replicas,
/// scans are answered from complete copies and with result 11 for other partitions.
/// All methods can be called from any task; those that take a node's number do nothing if the node is already so.
public final class LocalCluster: Sendable {
    /// The numbers of the nodes, from 1; they stay the same whatever happens to a node.
    public let nodes: [Int]
    let configuration: LocalClusterConfiguration
    let directory = ClusterDirectory()
    let model: Mutex<ClusterModel>
    /// The number of threads that serve connections.
    let threads: Int
    private let group: MultiThreadedEventLoopGroup
    private let running = Mutex<[Int: RunningNode]>([:])

    /// How often expired records, which nobody sees any more, are removed.
    private static let sweepPeriod: TimeAmount = .seconds(10)

    /// A node's process, so to speak.
    struct RunningNode: Sendable {
        let state: ServerState
        let listener: NodeListener
    }

    private init(_ configuration: LocalClusterConfiguration, threads: Int) {
        self.nodes = Array(1...configuration.nodes)
        self.configuration = configuration
        self.threads = threads
        self.group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let identities = self.nodes.map { number in
            let node = configuration.node(number)
            return NodeIdentity(id: node.nodeID, host: node.host, port: node.port)
        }
        self.model = Mutex(
            ClusterModel(
                nodes: identities,
                racks: configuration.racks,
                replicationFactor: configuration.replicationFactor
            )
        )
    }

    /// Starts a cluster whose nodes have found each other, runs `body`, and stops it.
    ///
    /// - Parameters:
    ///   - configuration: What the cluster is to be.
    ///   - body: Uses the cluster.
    /// - Returns: What `body` returns.
    /// - Throws: `LocalServerError` if a node cannot start, and what `body` throws.
    public static func run<Value: Sendable>(
        configuration: LocalClusterConfiguration = LocalClusterConfiguration(),
        _ body: (LocalCluster) async throws -> Value
    ) async throws -> Value {
        try configuration.validate()
        let threads = configuration.node.threads > 0 ? configuration.node.threads : System.coreCount
        let cluster = LocalCluster(configuration, threads: threads)
        do {
            for number in cluster.nodes { try await cluster.start(number) }
            cluster.rebalance()
            cluster.group.next().scheduleRepeatedTask(initialDelay: Self.sweepPeriod, delay: Self.sweepPeriod) { _ in
                cluster.removeExpired()
            }
            let value = try await body(cluster)
            try await cluster.end()
            return value
        } catch {
            try? await cluster.end()
            throw error
        }
    }

    private func end() async throws {
        for number in self.nodes { await self.kill(number) }
        self.directory.removeAll()
        try await self.group.shutdownGracefully()
    }

    private func removeExpired() {
        for node in self.running.withLock({ Array($0.values) }) {
            for namespace in node.state.namespaces { namespace.removeExpired(at: node.state.clock.moment) }
        }
    }

    /// The port of a node: the one it listens on, or last listened on.
    public func port(of number: Int) -> Int { self.model.withLock { $0.members[number]?.identity.port ?? 0 } }

    /// The id of a node.
    public func nodeID(of number: Int) -> String { self.model.withLock { $0.members[number]?.identity.id ?? "" } }

    /// Whether a node runs; a frozen one does.
    public func isRunning(_ number: Int) -> Bool { self.running.withLock { $0[number] != nil } }

    /// The names of the namespaces.
    public var namespaces: [String] { self.configuration.node.namespaces }

    /// A node's state while it runs.
    func state(of number: Int) -> ServerState? { self.running.withLock { $0[number]?.state } }

    /// Starts a node that does not run: empty, and in no cluster before `rebalance`.
    ///
    /// - Parameters:
    ///   - number: The node.
    ///   - port: The port to listen on; `nil` for the one it had, 0 for a free one.
    /// - Throws: `LocalServerError` if the port cannot be listened on.
    public func start(_ number: Int, port: Int? = nil) async throws {
        guard self.nodes.contains(number), !self.isRunning(number) else { return }
        var configuration = self.configuration.node(number)
        configuration.port = port ?? self.port(of: number)
        let membership = ClusterMembership(number: number, directory: self.directory)
        let state = ServerState(configuration, membership: membership)
        let listener = try await NodeListener.open(
            host: configuration.host,
            port: configuration.port,
            state: state,
            on: self.group
        )
        self.running.withLock { $0[number] = RunningNode(state: state, listener: listener) }
        self.change { $0.start(number, port: listener.port) }
    }

    /// Ends a node as SIGKILL does: its sockets are closed, whatever waited to be sent and its records are gone. A clean
    /// stop looks the same to clients and to the other nodes (`Spec/wire-protocol.md` §21.3).
    public func kill(_ number: Int) async {
        guard let node = self.running.withLock({ $0.removeValue(forKey: number) }) else { return }
        self.change { $0.stop(number) }
        await node.listener.close()
    }

    /// Stops a node as SIGSTOP does: connections are accepted and requests pile up, nothing is answered (§21.5).
    public func freeze(_ number: Int) {
        self.state(of: number)?.isFrozen = true
        self.change { $0.setFrozen(true, number) }
    }

    /// Lets a frozen node go on with what it thought before, and with what has piled up.
    public func thaw(_ number: Int) {
        self.change { $0.setFrozen(false, number) }
        guard let node = self.running.withLock({ $0[number] }) else { return }
        node.state.isFrozen = false
        node.listener.wakeConnections()
    }

    /// Cuts a node off from the others, or from all that are not in the same island: clients reach it as before, but it
    /// will be a cluster of its own that claims every partition and answers with what it has (§21.2).
    ///
    /// - Parameters:
    ///   - number: The node.
    ///   - island: Nodes with the same island hear each other; all begin in island 0.
    public func isolate(_ number: Int, island: Int? = nil) {
        self.change { $0.setIsland(island ?? number, number) }
    }

    /// Whether a node was cut off from those that never were.
    public func isIsolated(_ number: Int) -> Bool {
        self.model.withLock { $0.members[number].map { $0.island != 0 } ?? false }
    }

    /// Lets a node hear those again that were never cut off.
    public func rejoin(_ number: Int) { self.change { $0.setIsland(0, number) } }

    /// Nodes notice that others have gone or come: they tell that the cluster is unstable, and nothing else changes.
    public func noticeChanges() { self.change { $0.noticeChanges() } }

    /// Nodes that hear each other become a cluster: new key, new peers, new maps, and partitions that are to be moved.
    ///
    /// - Parameter nodes: The nodes that tell of it already, `nil` for all: until another call the others go on with what
    ///   they told before, as real ones do for some tenths of a second.
    public func rebalance(only nodes: Set<Int>? = nil) { self.change { $0.rebalance(only: nodes) } }

    /// Notices, balances and migrates: what a real cluster does by itself if it is left alone for long enough.
    public func settle() {
        self.noticeChanges()
        self.rebalance()
        self.finishMigrations()
    }

    /// Changes what is true, and lets the nodes know what they are to tell.
    func change(_ body: (inout ClusterModel) -> Void) {
        self.model.withLock { model in
            body(&model)
            self.publish(model)
        }
    }

    /// Lets the nodes know what they are to tell.
    func publish(_ model: ClusterModel) {
        for (number, member) in model.members {
            let state = model.isAwake(number) ? self.state(of: number) : nil
            self.directory.update(number, state: state, island: member.island)
            state?.cluster = member.view
        }
    }
}
