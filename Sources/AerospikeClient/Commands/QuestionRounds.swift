/// Whom to ask a question of the text protocol next if no answer came. A pure value.
///
/// Any of the nodes can answer. Each is asked once; then all are asked again behind a pause, and again behind ever longer ones.
struct QuestionRounds: Sendable {
    private static let longestPause = Duration.seconds(2)

    private var nodes: [Node]
    private var position = 0
    private var rounds = 0
    private let mostRetries: Int

    /// Creates the first round.
    ///
    /// - Parameters:
    ///   - nodes: The nodes that can answer, the one to be asked first in front.
    ///   - mostRetries: The most rounds behind the first.
    init(_ nodes: [Node], mostRetries: Int) {
        self.nodes = nodes
        self.mostRetries = mostRetries
    }

    /// The node to be asked now; `nil` if there is none.
    var node: Node? { self.position < self.nodes.count ? self.nodes[self.position] : nil }

    /// Takes note that the node did not answer. One that was waited for in vain, or has left, is not asked again.
    ///
    /// - Parameters:
    ///   - error: Why. What a server says is an answer, and final.
    ///   - isLate: Whether the time for another round is over.
    /// - Returns: How long to wait before `node` is asked; `nil` if the error is final.
    mutating func failed(_ error: AerospikeError, isLate: Bool = false) -> Duration? {
        switch error.code {
        case .connectFailed, .connectionLost, .badReply: self.position += 1
        case .timeout, .invalidNode: if self.node != nil { self.nodes.remove(at: self.position) }
        default: return nil
        }
        guard self.node == nil else { return .zero }
        guard !self.nodes.isEmpty, !isLate, self.rounds < self.mostRetries else { return nil }
        self.position = 0
        self.rounds += 1
        // 0.1 s, then twice as long each time, as between the rounds of a scan.
        return min(.milliseconds(50 << min(self.rounds, 10)), Self.longestPause)
    }
}
