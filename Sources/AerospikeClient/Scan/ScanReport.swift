import AerospikeProtocol

/// What a server says of a scan that it runs or has run (`Spec/wire-protocol.md` §3.7).
struct ScanReport: Hashable, Sendable {
    /// How the scan stands.
    enum Status: Hashable, Sendable {
        case active
        case done
        /// Given up by the server or ended by somebody, as the server says it.
        case ended(String)
        /// Neither running nor remembered.
        case unknown
    }

    let status: Status
    /// The numbers that grow as the scan goes on: records looked at, bytes sent, partitions.
    let progress: [String: String]

    /// The command that asks for a scan: its name changed twice.
    static func command(taskID: UInt64, build: ServerBuild) -> String {
        if build >= ServerBuild(6, 0) { return "query-show:trid=\(taskID)" }
        if build >= ServerBuild(5, 7) { return "scan-show:trid=\(taskID)" }
        return "jobs:module=scan;cmd=get-job;trid=\(taskID)"
    }

    /// Reads the server's value; one that tells of an error, or that cannot be read, is an unknown scan.
    init(value: String) {
        let fields = InfoFailure(value: value) == nil ? InfoValue.pairs(value, separator: ":") : []
        self.status = fields.first { $0.key == "status" }.map { Self.status($0.value) } ?? .unknown
        let growing = fields.filter { Self.grows($0.key) }
        self.progress = Dictionary(growing.map { ($0.key, $0.value) }) { first, _ in first }
    }

    private static func status(_ text: String) -> Status {
        let lowered = text.lowercased()
        if lowered.hasPrefix("active") || lowered.hasPrefix("in_progress") { return .active }
        return lowered == "done(ok)" || lowered == "done" ? .done : .ended(text)
    }

    /// Whether a field's value grows only if the scan goes on. Times grow anyway.
    private static func grows(_ name: String) -> Bool {
        name.hasPrefix("recs-") || name == "job-progress" || name == "net-io-bytes"
    }
}
