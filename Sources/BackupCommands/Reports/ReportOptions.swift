import CommandLineInterface

/// The options about what a run tells programs: machine-readable lines, and one summary in JSON.
struct ReportOptions: Hashable, Sendable {
    /// The declarations.
    static let specifications: [OptionSpecification] = [
        OptionSpecification(
            "machine",
            letter: "m",
            value: .required("path"),
            help: "Append progress and summary to this file or pipe, in lines for programs."
        ),
        OptionSpecification(
            "json",
            help: "Print one summary in JSON on standard output at the end, whether the run succeeds or fails.",
            isOriginal: false
        ),
    ]

    /// Where machine-readable lines go; `nil` for nowhere.
    var machinePath: String?
    /// Whether a summary in JSON is printed.
    var printsJSON = false

    /// Reports to nobody.
    init() {}

    /// Reads the options.
    ///
    /// - Throws: `OptionError` if the summary would get into the backup.
    init(_ options: ParsedOptions) throws(OptionError) {
        self.machinePath = options.last("machine")
        self.printsJSON = options.has("json")
        guard !self.printsJSON || options.last("output-file") != "-" else {
            throw OptionError(
                .value,
                "Invalid options: --json and --output-file - are mutually exclusive, both write to standard output."
            )
        }
    }
}
