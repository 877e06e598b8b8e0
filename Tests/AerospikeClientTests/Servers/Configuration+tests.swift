import Logging

@testable import AerospikeClient

extension ClusterConfiguration {
    /// A configuration for servers on ports of the loopback interface, in which nothing is looked at twice by itself.
    static func test(_ ports: Int...) -> ClusterConfiguration {
        var configuration = ClusterConfiguration(seeds: ports.map { Seed(host: "127.0.0.1", port: $0) })
        configuration.tendInterval = .seconds(3600)
        // Whatever else runs meanwhile.
        configuration.connectTimeout = .seconds(3600)
        configuration.infoTimeout = .seconds(3600)
        configuration.tendTimeout = .seconds(3600)
        return configuration
    }
}

extension Logger {
    /// A logger that says nothing.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
