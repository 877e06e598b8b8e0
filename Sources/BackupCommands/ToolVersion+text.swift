import BackupEngine

extension ToolVersion {
    /// The text of `--version`, in the form of the original (`Spec/cli.md` §1).
    static func text(of tool: String) -> String { "\(tool)\nVersion \(Self.number)\n" }
}
