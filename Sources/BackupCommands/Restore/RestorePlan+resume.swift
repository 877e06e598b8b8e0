import BackupEngine
import CommandLineInterface

extension RestorePlan {
    /// Applies the options about refused records and interrupted restores.
    ///
    /// - Throws: `OptionError` if they contradict each other or the rest of the plan.
    mutating func applyResume(_ options: ParsedOptions) throws(OptionError) {
        self.rejectedPath = options.last("rejected-file")
        let journal = options.last("journal")
        let resumed = options.last("continue")
        for name in ["rejected-file", "journal", "continue"] {
            guard options.has(name) else { continue }
            guard !self.validatesOnly else {
                throw OptionError(
                    .value,
                    "Invalid options: --\(name) and --validate are mutually exclusive, for --validate writes nothing."
                )
            }
            guard options.last(name) != "" else {
                throw OptionError(.value, "Invalid \(name) value, expected the path of a file")
            }
        }
        guard journal == nil || resumed == nil else {
            throw OptionError(
                .value,
                "Invalid options: --journal and --continue are mutually exclusive; --continue keeps its journal up."
            )
        }
        if let journal { self.journal = .file(path: journal) }
        if let resumed { self.journal = .resume(path: resumed) }
    }
}
