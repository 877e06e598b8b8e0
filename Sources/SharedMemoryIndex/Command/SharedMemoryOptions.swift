import CommandLineInterface

/// The options of `asmt` (`Spec/asmt.md` §1, §11).
struct SharedMemoryOptions: Hashable, Sendable {
    /// What is to be done.
    enum Operation: Hashable, Sendable {
        case backup
        case restore
        case verify
        case list
    }

    /// What is to be done.
    var operation: Operation
    /// Whether only to say what would be done.
    var isAnalysis: Bool
    /// Whether CRC-32 are compared.
    var comparesChecksums: Bool
    /// Whether files are compressed.
    var isCompressed: Bool
    /// Whether all that is done is printed.
    var isVerbose: Bool
    /// Whether the result is printed as JSON.
    var isJSON: Bool
    /// Whether a running server is none of our business.
    var allowsServers: Bool
    /// The instance; `nil` if none was given.
    var instance: Int?
    /// The namespaces.
    var namespaces: [String]
    /// The directory of files.
    var path: String?
    /// The threads; `nil` for one for each processor.
    var threads: Int?
    /// The bytes a second that are not to be exceeded.
    var rate: UInt64?

    /// Checks options against each other, in the order of the original.
    ///
    /// - Throws: `OptionError` for the first that is wrong.
    init(_ options: ParsedOptions) throws(OptionError) {
        let operations: [(name: String, operation: Operation)] = [
            ("backup", .backup), ("restore", .restore), ("verify", .verify), ("list", .list),
        ]
        let asked = operations.filter { options.has($0.name) }
        guard asked.count == 1, let operation = asked.first?.operation else {
            throw OptionError(
                .value,
                "Must specify exactly one of backup ('-b') or restore ('-r'), --verify or --list."
            )
        }
        self.operation = operation
        self.isAnalysis = options.has("analyze")
        self.comparesChecksums = options.has("crc32")
        self.isCompressed = options.has("compress")
        self.isVerbose = options.has("verbose")
        self.isJSON = options.has("json")
        self.allowsServers = options.has("allow-asd")
        self.path = options.last("path")
        let needsPath = operation != .list && !(operation == .backup && self.isAnalysis)
        guard self.path != nil || !needsPath else {
            throw OptionError(.value, "Must specify pathname of file directory (use '-p').")
        }
        self.instance = try Self.number(options, "instance", 0...15, "Instance must be from 0..15 (use '-i').")
        self.threads = try Self.number(
            options,
            "threads",
            1...1024,
            "Max threads must be in the range 1..1024 (use '-t')."
        )
        let rate = try Self.number(
            options,
            "rate",
            1...1_000_000,
            "Rate must be 1..1000000 MiB a second (use '--rate')."
        )
        self.rate = rate.map { UInt64($0) << 20 }
        self.namespaces = (options.last("namespace") ?? "").split(separator: ",").map { String($0) }
        guard !self.namespaces.isEmpty || operation == .verify || operation == .list else {
            throw OptionError(.value, "Failed to extract namespace names from list.")
        }
    }

    private static func number(
        _ options: ParsedOptions,
        _ name: String,
        _ range: ClosedRange<Int>,
        _ message: String
    ) throws(OptionError) -> Int? {
        guard let text = options.last(name) else { return nil }
        guard let number = ParsedOptions.integer(text), range.contains(number) else {
            throw OptionError(.value, message)
        }
        return number
    }
}
