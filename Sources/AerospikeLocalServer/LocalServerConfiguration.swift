/// What a server is to be.
public struct LocalServerConfiguration: Sendable {
    /// The address to listen on and to tell to clients.
    public var host: String
    /// The port to listen on; 0 picks a free one.
    public var port: Int
    /// The names of the namespaces, at least one.
    public var namespaces: [String]
    /// The node's id: upper-case hexadecimal without leading zeros.
    public var nodeID: String
    /// Tells the time.
    public var clock: WallClock
    /// The number of threads that serve connections.
    public var threads: Int
    /// Brings faults; `nil` if nothing goes wrong.
    public var faults: FaultInjector?

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - host: The address to listen on.
    ///   - port: The port to listen on; 0 picks a free one.
    ///   - namespaces: The names of the namespaces.
    ///   - nodeID: The node's id.
    ///   - clock: Tells the time.
    ///   - threads: The number of threads that serve connections; 0 for one a core.
    public init(
        host: String = "127.0.0.1",
        port: Int = 0,
        namespaces: [String] = ["test"],
        nodeID: String = "BB9020011AC4202",
        clock: WallClock = .system,
        threads: Int = 0
    ) {
        self.host = host
        self.port = port
        self.namespaces = namespaces
        self.nodeID = nodeID
        self.clock = clock
        self.threads = threads
    }

    /// The longest name of a namespace, in bytes.
    private static let maximumNameSize = 31

    /// Checks that a server can be what this says.
    ///
    /// - Throws: `LocalServerError` that names the wrong value.
    func validate() throws(LocalServerError) {
        guard (0...65_535).contains(self.port) else {
            throw LocalServerError(.badConfiguration, "port \(self.port) is not between 0 and 65535")
        }
        guard !self.namespaces.isEmpty else {
            throw LocalServerError(.badConfiguration, "no namespace given, at least one is needed")
        }
        for (index, name) in self.namespaces.enumerated() {
            let isGood =
                !name.isEmpty && name.utf8.count <= Self.maximumNameSize && name.utf8.allSatisfy(Self.isNameByte)
            guard isGood else {
                throw LocalServerError(
                    .badConfiguration,
                    "namespace name '\(name)' is not 1 to 31 letters, digits, '_', '-' or '$'"
                )
            }
            guard !self.namespaces[..<index].contains(name) else {
                throw LocalServerError(.badConfiguration, "namespace '\(name)' is given twice")
            }
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "$"):
            true
        default: false
        }
    }
}
