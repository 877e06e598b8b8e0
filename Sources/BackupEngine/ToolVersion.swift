/// The version of the tools.
package enum ToolVersion {
    /// The version's number.
    package static let number = "0.1.0"
}
