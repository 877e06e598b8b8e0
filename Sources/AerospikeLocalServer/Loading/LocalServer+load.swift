extension LocalServer {
    /// Fills the first namespace with sample records.
    public func load(records count: Int) {
    }
}
