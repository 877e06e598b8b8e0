import AerospikeLocalServer
import BackupEngine

/// What a user does to a run, or who uses the library, while an answer is held.
struct Interruption: Sendable, CustomStringConvertible {
    /// What happens.
    enum Kind: String, Sendable {
        /// A first signal, where it lets the run end what it has in hand.
        case stop
        /// A second signal at once.
        case stopTwice
        /// A signal where the first one ends the run, or the end of the task.
        case cancel
    }

    let kind: Kind
    let point: HeldAnswer

    /// Chooses.
    init(tool: Scenario.Tool, nodes: Int, using random: inout SeededGenerator) {
        let kinds: [Kind] = tool == .backup ? [.cancel] : [.stop, .stopTwice, .cancel]
        self.kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
        self.point = HeldAnswer.early(nodes: nodes, using: &random)
    }

    /// Whether the run is to end without the answer: nothing else ends it then, for no time limit of the tools comes that soon.
    var cancels: Bool { self.kind != .stop }

    /// The interruption in words.
    var description: String { "\(self.kind.rawValue) \(self.point)" }
}
