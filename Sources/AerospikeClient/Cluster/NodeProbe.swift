import AerospikeProtocol
import NIOCore

/// Finds out which node listens at an address.
struct NodeProbe: Sendable {
    /// A node and the connection it was asked on.
    struct Finding: Sendable {
        var node: Node
        var connection: Connection
    }

    let configuration: ClusterConfiguration
    let opener: ConnectionOpener

    init(_ configuration: ClusterConfiguration) {
        self.configuration = configuration
        self.opener = ConnectionOpener(timeout: configuration.connectTimeout, mostText: MessageAssembler.longestLook)
    }

    /// Opens a connection for looks within a limit.
    func open(_ address: NodeAddress, name: String, _ limit: ProbeLimit) async throws(AerospikeError) -> Connection {
        var opener = self.opener
        opener.timeout = limit.rest(atMost: opener.timeout)
        return try await opener.open(address, name: name)
    }

    /// Asks a seed. If the seed is not an address that its server advertises, as with a load balancer, the first
    /// advertised address that leads to the same node is taken, else the seed itself.
    func seed(_ seed: Seed) async throws(AerospikeError) -> Finding {
        let address = NodeAddress(seed)
        let connection = try await self.opener.open(address, name: address.description)
        let limit = ProbeLimit(self.configuration.infoTimeout)
        let service = self.configuration.useAlternateServices ? "service-clear-alt" : "service-clear-std"
        let extra = address.isLoopback ? [] : [service]
        let reply = try await self.ask(NodeIdentity.commands + extra, on: connection, limit)
        let finding = try await self.finding(reply, expectedID: nil, at: address, connection, limit)
        guard let text = reply[service], InfoFailure(value: text) == nil else { return finding }
        let advertised = (try? PeersList.addresses(text)) ?? []
        guard !self.isAdvertised(connection, seed: address, among: advertised) else { return finding }
        let itself = PeersList.Peer(id: finding.node.id, addresses: advertised)
        guard let found = try? await self.find(itself, within: self.configuration.firstPatience).get() else {
            return finding
        }
        finding.connection.close()
        return found
    }

    private func isAdvertised(_ connection: Connection, seed: NodeAddress, among addresses: [NodeAddress]) -> Bool {
        let actual = connection.remoteAddress?.ipAddress
        return addresses.contains { $0.host == seed.host || $0.host == actual }
    }

    /// Reads what a server says of itself, and introduces us.
    func finding(
        _ reply: InfoReply,
        expectedID: String?,
        at address: NodeAddress,
        _ connection: Connection,
        _ limit: ProbeLimit
    ) async throws(AerospikeError) -> Finding {
        do throws(AerospikeError) {
            let identity = try NodeIdentity(reply, expectedID: expectedID)
            let host = connection.remoteAddress?.ipAddress
            let node = Node(id: identity.id, endpoint: address, build: identity.build, resolvedHost: host)
            await self.introduce(on: connection, build: ServerBuild(identity.build), limit)
            return Finding(node: node, connection: connection)
        } catch {
            connection.close()
            var error = error
            error.node = connection.name
            throw error
        }
    }

    /// Tells a server that wants to know who we are. It does not matter if it declines.
    func introduce(on connection: Connection, build: ServerBuild, _ limit: ProbeLimit) async {
        guard build >= ServerBuild(8, 1) else { return }
        let name = Base64.encode(Array(self.configuration.userAgent.utf8.prefix(47)))
        _ = await connection.info(["user-agent-set:value=\(name)"], limit: limit.wait)
    }

    /// Asks commands within a limit. A connection on which that fails is closed, one too that was opened in the last moment so that
    /// nothing was sent.
    func ask(
        _ commands: [String],
        on connection: Connection,
        _ limit: ProbeLimit
    ) async throws(AerospikeError) -> InfoReply {
        switch await connection.info(commands, limit: limit.wait) {
        case .success(let reply): return reply
        case .failure(let failure):
            connection.close()
            throw failure.error
        }
    }
}
