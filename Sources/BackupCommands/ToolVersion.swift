/// The version of the tools.
package enum ToolVersion {
    /// The version's number.
    package static let number = "0.1.0"

    /// The text of `--version`, in the form of the original (`Spec/cli.md` §1).
    static func text(of tool: String) -> String { "\(tool)\nVersion \(Self.number)\n" }
}
