/// The version of the tool.
enum ToolVersion {
    /// The version's number, which is that of all tools of this package.
    static let number = "0.1.0"
}
