import AerospikeClient
import AerospikeProtocol
import Logging

/// Which nodes a backup reads from if it can choose: those of the racks that the user named, the first rack first.
struct RackPreference: Hashable, Sendable {
    /// The rank of each preferred node by its id, the lowest the best.
    var ranks: [String: Int] = [:]

    /// No preference: masters are read.
    static let none = RackPreference(ranks: [:])

    /// Ranks nodes.
    ///
    /// - Parameters:
    ///   - racks: The racks wanted, the best first.
    ///   - reports: What each node, by its id, answers to `rack-ids` (`Spec/wire-protocol.md` §3).
    ///   - namespace: The namespace whose racks count.
    init(racks: [Int], reports: [String: String], namespace: String) {
        for (node, report) in reports {
            for entry in InfoEntries(report, separator: ";") where entry.hasPrefix(namespace + ":") {
                self.ranks[node] = Int(entry.dropFirst(namespace.count + 1)).flatMap { racks.firstIndex(of: $0) }
            }
        }
    }

    private init(ranks: [String: Int]) { self.ranks = ranks }

    /// Asks the nodes which racks they are in. Where they do not know of racks one line says so, and masters are read.
    static func read(racks: [Int], namespace: String, cluster: Cluster, logger: Logger) async -> RackPreference {
        guard !racks.isEmpty else { return .none }
        var reports: [String: String] = [:]
        var failure: String?
        for node in cluster.nodes {
            do throws(AerospikeError) {
                let report = try await cluster.info("rack-ids", on: node)
                if let refusal = InfoFailure(value: report) {
                    failure = "Node \(node) does not tell its rack: \(refusal)"
                } else {
                    reports[node.id] = report
                }
            } catch {
                failure = "Node \(node) does not tell its rack: \(error.message)"
            }
        }
        let preference = RackPreference(racks: racks, reports: reports, namespace: namespace)
        if let failure {
            logger.warning("\(failure); its partitions are read without regard to --prefer-racks")
        } else if preference.ranks.isEmpty {
            logger.warning("No node is in one of the racks of --prefer-racks; masters are read")
        }
        return preference
    }
}
