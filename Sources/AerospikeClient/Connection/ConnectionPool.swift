/// The connections to one node.
final class ConnectionPool: Sendable {
}
