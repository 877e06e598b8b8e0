/// Something that happens to a node of a cluster.
public enum ClusterEvent: Hashable, Sendable, CustomStringConvertible {
    /// The process is killed, or stops: which looks the same (`Spec/wire-protocol.md` §21.3).
    case kill(Int)
    /// The process starts, on the port it had or on another; 0 for a free one.
    case start(Int, port: Int?)
    /// The process stops answering, as by SIGSTOP.
    case freeze(Int)
    /// The process goes on, as by SIGCONT.
    case thaw(Int)
    /// The node no longer hears the others.
    case isolate(Int)
    /// The node hears the others again.
    case rejoin(Int)

    /// Reads an event: `kill 2`, `stop 2`, `start 2`, `start 2 3005`, `freeze 2`, `thaw 2`, `isolate 2`, `rejoin 2`.
    ///
    /// - Parameters:
    ///   - text: The line.
    ///   - nodes: The numbers there are.
    /// - Throws: `LocalServerError` that says what would be right.
    public init(_ text: String, nodes: [Int]) throws(LocalServerError) {
        let words = text.split(separator: Character(" ")).map(String.init)
        guard let verb = words.first, words.count >= 2, let number = Int(words[1]), nodes.contains(number) else {
            throw Self.failure(text, "expected a command and the number of a node, such as 'kill \(nodes.last ?? 1)'")
        }
        let port = words.count == 3 ? Int(words[2]) : nil
        guard words.count == 2 || (verb == "start" && (0...65_535).contains(port ?? -1)) else {
            throw Self.failure(text, "only 'start' takes another word: a port from 0 to 65535")
        }
        switch verb {
        case "kill", "stop": self = .kill(number)
        case "start": self = .start(number, port: port)
        case "freeze": self = .freeze(number)
        case "thaw": self = .thaw(number)
        case "isolate": self = .isolate(number)
        case "rejoin": self = .rejoin(number)
        default: throw Self.failure(text, "expected kill, stop, start, freeze, thaw, isolate or rejoin")
        }
    }

    private static func failure(_ text: String, _ expected: String) -> LocalServerError {
        LocalServerError(.badConfiguration, "'\(text)': \(expected)")
    }

    /// The node.
    public var node: Int {
        switch self {
        case .kill(let node), .start(let node, _), .freeze(let node), .thaw(let node), .isolate(let node),
            .rejoin(let node):
            node
        }
    }

    /// The event as it is read.
    public var description: String {
        switch self {
        case .kill(let node): "kill \(node)"
        case .start(let node, let port): port.map { "start \(node) \($0)" } ?? "start \(node)"
        case .freeze(let node): "freeze \(node)"
        case .thaw(let node): "thaw \(node)"
        case .isolate(let node): "isolate \(node)"
        case .rejoin(let node): "rejoin \(node)"
        }
    }
}
