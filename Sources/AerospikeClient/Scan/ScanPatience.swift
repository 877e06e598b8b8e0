/// Decides whether a scan of which nothing is heard is worth waiting for.
///
/// A server sends nothing until it has a mebibyte of records (`Spec/wire-protocol.md` §11.2), so that silence alone says
/// nothing if it reads slowly or few records pass the filter. One that reads on is waited for.
struct ScanPatience: Sendable {
    /// What was told of the scan since something of its answer was last heard.
    private var last: ScanReport?

    /// Something of the answer has come.
    mutating func answered() { self.last = nil }

    /// Takes in what the node says of the scan after a further silence.
    ///
    /// - Returns: The error with which the scan has to end; `nil` if the answer may still come.
    mutating func judge(_ report: ScanReport, of node: Node) -> AerospikeError? {
        let isSame = report == self.last
        self.last = report
        switch report.status {
        case .active: return isSame ? self.timeout(of: node, "and the scan makes no progress") : nil
        // The end of the answer may be on its way.
        case .done: return isSame ? self.timeout(of: node, "though the server says that it is sent") : nil
        case .ended(let status): return self.timeout(of: node, "and the server has ended the scan: \(status)")
        case .unknown: return self.timeout(of: node, "and the server does not know the scan")
        }
    }

    /// The error of a scan that is not waited for any longer.
    func timeout(of node: Node, _ reason: String? = nil) -> AerospikeError {
        let message = reason.map { "no answer in time, \($0)" } ?? "no answer in time"
        return AerospikeError(.timeout, message, node: node.description)
    }
}
