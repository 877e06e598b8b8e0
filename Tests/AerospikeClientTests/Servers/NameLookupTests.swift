import Dispatch
import NIOCore
import Testing

@testable import AerospikeClient

/// Names whose name servers are silent, beside addresses and names that are known.
@Suite(.timeLimit(.minutes(60))) struct `Names that hang` {
    /// Runs `body` with an opener of which a lookup hangs until the end, given up by who waited for it.
    private func withHangingName(
        limit: Int,
        _ body: (ConnectionOpener, ScriptedServer) async throws -> Void
    ) async throws {
        let end = DispatchSemaphore(value: 0)
        defer { end.signal() }
        let lookups = NameLookups(limit: limit) { name in
            guard name == "slow" else { return HostAddresses.lookUp(name) }
            end.wait()
            return .failure(AerospikeError(.connectFailed, "it has hung"))
        }
        try await ScriptedServer.with(.always(.silence)) { server in
            var opener = ConnectionOpener(timeout: .milliseconds(20))
            opener.lookups = lookups
            let error = await #expect(throws: AerospikeError.self) {
                _ = try await opener.open(NodeAddress(host: "slow", port: server.port), name: "slow")
            }
            #expect(error?.message == "could not connect: no answer in time")
            opener.timeout = .seconds(3600)
            try await body(opener, server)
        }
    }

    @Test(arguments: ["127.0.0.1", "::ffff:127.0.0.1"])
    func `keep no address waiting`(address: String) async throws {
        try await self.withHangingName(limit: 1) { opener, server in
            let connection = try await opener.open(NodeAddress(host: address, port: server.port), name: "node")
            #expect(connection.isUsable && connection.remoteAddress?.port == server.port)
            connection.close()
        }
    }

    @Test func `keep no other name waiting`() async throws {
        try await self.withHangingName(limit: 2) { opener, server in
            let connection = try await opener.open(NodeAddress(host: "localhost", port: server.port), name: "node")
            #expect(connection.remoteAddress?.ipAddress == "127.0.0.1")
            connection.close()
        }
    }

    @Test func `are unknown when they have no addresses, and no port is too large`() async {
        var opener = ConnectionOpener(timeout: .seconds(3600))
        opener.lookups = NameLookups(limit: 1) { _ in .failure(AerospikeError(.connectFailed, "none")) }
        for (address, message) in [
            (NodeAddress(host: "nowhere", port: 3000), "could not connect: the host's name is unknown"),
            (NodeAddress(host: "127.0.0.1", port: 65_536), "could not connect: 65536 is no port"),
        ] {
            let error = await #expect(throws: AerospikeError.self) { _ = try await opener.open(address, name: "node") }
            #expect(error?.message == message)
        }
    }

    @Test func `give the addresses of the system`() throws {
        let addresses = try HostAddresses.lookUp("localhost").get()
        #expect(addresses.contains { $0.ipAddress == "127.0.0.1" })
        #expect(addresses.allSatisfy { $0.port == 0 })
        #expect(throws: AerospikeError.self) { try HostAddresses.lookUp("nothing.invalid").get() }
    }
}
