import AerospikeProtocol

/// What a server says of itself when it is first asked (`Spec/wire-protocol.md` §13).
struct NodeIdentity: Hashable, Sendable {
    /// The commands that ask for it.
    static let commands = ["node", "partition-generation", "build"]
    /// The first version that serves partition scans.
    static let oldestBuild = ServerBuild(4, 9, 0, 3)

    /// The node's id.
    var id: String
    /// The server's version.
    var build: String

    /// Reads the reply.
    ///
    /// - Parameters:
    ///   - reply: The answer to `commands`.
    ///   - expectedID: The id a peer list promised; `nil` for a seed.
    /// - Throws: `AerospikeError` with code `badReply` or `invalidNode` if the server cannot be used (now).
    init(_ reply: InfoReply, expectedID: String?) throws(AerospikeError) {
        guard let id = reply["node"], !id.isEmpty, id.utf8.count <= 16, InfoFailure(value: id) == nil else {
            throw AerospikeError(.badReply, "the server does not tell its node id")
        }
        guard let generation = reply["partition-generation"].flatMap({ Int($0) }) else {
            throw AerospikeError(.badReply, "the server does not tell its partition generation")
        }
        guard generation >= 0 else {
            throw AerospikeError(.invalidNode, "the server is still starting (partition generation \(generation))")
        }
        guard expectedID == nil || expectedID == id else {
            throw AerospikeError(.invalidNode, "node id is \(id), expected \(expectedID ?? "")")
        }
        let build = reply["build"] ?? ""
        guard build.utf8.count <= 255 else {
            throw AerospikeError(.badReply, "the server tells a version of \(build.utf8.count) bytes")
        }
        guard ServerBuild(build) >= Self.oldestBuild else {
            throw AerospikeError(.invalidNode, "server version '\(build)' is older than \(Self.oldestBuild)")
        }
        self.id = id
        self.build = build
    }
}
