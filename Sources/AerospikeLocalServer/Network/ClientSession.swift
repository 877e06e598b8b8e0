/// What is remembered of a client between its requests.
final class ClientSession {
    /// The client's address as `query-show` tells of it: with `+` for colons.
    let client: String
    /// Whether the client has told what it is, which it may do once.
    var hasUserAgent = false

    init(client: String) { self.client = client }
}
