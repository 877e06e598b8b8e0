/// How to find and to talk to a cluster.
public struct ClusterConfiguration: Sendable {
    /// The first addresses to try, in order; one that works is enough.
    public var seeds: [Seed]
    /// How long opening a connection may take.
    public var connectTimeout: Duration
    /// How long a command of the text protocol may take.
    public var infoTimeout: Duration
    /// The time between two looks at the cluster.
    public var tendInterval: Duration
    /// How long a node may take to answer a regular look at it.
    public var tendTimeout: Duration
    /// Whether nodes are reached at their alternate addresses.
    public var useAlternateServices: Bool
    /// What the client calls itself to servers from 8.1: `1,<language>-<version>,<application>`, at most 47 bytes.
    public var userAgent: String
    /// The most connections to one node; requests beyond it wait. Regular looks at the node are not counted.
    public var maximumConnectionsPerNode: Int
    /// How often a question of the text protocol is asked again, of all who can answer, if no answer can be had.
    public var maximumRetries: Int

    /// Creates a configuration with the values the original tools use.
    public init(seeds: [Seed]) {
        self.seeds = seeds
        self.connectTimeout = .seconds(10)
        self.infoTimeout = .seconds(10)
        self.tendInterval = .seconds(1)
        self.tendTimeout = .seconds(2)
        self.useAlternateServices = false
        self.userAgent = "1,swift-1.0.0,not-set"
        self.maximumConnectionsPerNode = 300
        self.maximumRetries = 5
    }

    /// How long a node may take to answer in the looks with which everything begins: what is begun without it, as a backup, lacks its
    /// partitions. Ten seconds at most: the other limits may be without end.
    var firstPatience: Duration {
        max(self.tendTimeout, min(self.connectTimeout, self.infoTimeout, .seconds(10)))
    }

    /// The command that lists the other nodes at the addresses wanted.
    var peersCommand: String { self.useAlternateServices ? "peers-clear-alt" : "peers-clear-std" }
}
