import AerospikeProtocol

/// Answers the text protocol line by line (`Spec/wire-protocol.md` §3).
struct InfoResponder {
    let state: ServerState
    let session: ClientSession

    /// The names an empty request asks for.
    private static let summary = ["build", "edition", "node", "service", "services", "statistics", "version"]

    /// The whole reply to a request's body, protocol header included.
    func respond(to body: RawSpan) -> [UInt8] {
        let commands = body.isEmpty ? Self.summary : InfoRequest(body: body).commands
        return InfoReply(commands.map { InfoReply.Line(command: $0, value: self.value(of: $0)) }).encoded()
    }

    /// The value of one command.
    func value(of line: String) -> String {
        let command = InfoCommand(line)
        do throws(InfoError) {
            if let value = self.identity(command) { return value }
            if let value = try self.cluster(command) { return value }
            if let value = self.namespaces(command) { return value }
            if let value = try self.indexes(command) { return value }
            if let value = self.modules(command) { return value }
            if let value = try self.truncation(command) { return value }
            if let value = try self.configuration(command) { return value }
            if let value = try self.jobs(command) { return value }
            if let value = self.statistics(command) { return value }
            throw InfoError.unrecognized
        } catch { return error.value }
    }

    /// Joins keys and values as statistics are told.
    static func joined(_ pairs: [(String, String)]) -> String {
        pairs.map { "\($0.0)=\($0.1)" }.joined(separator: ";")
    }
}
