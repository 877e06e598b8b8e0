package import BackupEngine
package import CommandLineInterface

extension BackupPlan {
    /// Makes a plan of the options, in the order of checks of the original (`Spec/cli.md` §3).
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - secrets: Where the key of encryption comes from.
    /// - Throws: `OptionError` if a value is wrong or options contradict each other.
    package init(options: ParsedOptions, secrets: SecretSource = .process) throws(OptionError) {
        try self.init(options: options, secrets: secrets, times: MomentText())
    }

    init(options: ParsedOptions, secrets: SecretSource, times: MomentText) throws(OptionError) {
        let containers = try ContainerOptions(options, secrets: secrets)
        let limits = try Self.limits(options)
        var records = try Self.records(options, times: times)
        let namespace = String(decoding: (options.last("namespace") ?? "").utf8.prefix(31), as: UTF8.self)
        guard !namespace.isEmpty || options.has("remove-artifacts") else {
            throw OptionError(.value, "Please specify a namespace (-n option)")
        }
        let sets = try Self.sets(options)
        try Self.checkFilters(options, sets: sets)
        let container = try containers.container()
        self.init(namespace: namespace, destination: try Self.destination(options, namespace: namespace))
        self.container = container
        try Self.checkSelection(options)
        records.expression = try Self.expression(options)
        self.records = records
        self.partitions = try Self.partitions(options)
        self.preferredRacks = try Self.racks(options)
        self.forbidsClusterChange = options.has("no-cluster-change")
        self.clusterSize = try options.integer("cluster-size", called: "cluster size", in: 1...256)
        self.estimateSamples = options.has("estimate") ? limits.samples : nil
        self.sets = sets
        self.bins = try Self.bins(options)
        self.withoutBins = options.has("no-bins")
        self.removesExistingFiles = options.has("remove-files")
        self.isCompact = options.has("compact")
        self.withRecords = !options.has("no-records")
        self.withIndexes = !options.has("no-indexes")
        self.withModules = !options.has("no-udfs")
        self.parallel = limits.parallel
        self.fileLimit = limits.fileLimit
        self.recordsPerSecond = limits.recordsPerSecond
        self.maximumRecords = limits.maximumRecords
        self.bytesPerSecond = limits.bytesPerSecond
        try self.applyTimeouts(options)
        try Self.refuseContradictions(options)
        self.continuedState = options.last("continue")
        self.stateDestination = options.last("state-file-dst")
    }

    private static func refuseContradictions(_ options: ParsedOptions) throws(OptionError) {
        let pairs = [
            ("continue", "estimate"), ("continue", "remove-files"), ("continue", "remove-artifacts"),
            ("estimate", "remove-artifacts"),
        ]
        for (one, other) in pairs where options.has(one) && options.has(other) {
            throw OptionError(.value, "--\(one) and --\(other) arguments are mutually exclusive")
        }
    }

    private static func limits(
        _ options: ParsedOptions
    ) throws(OptionError) -> (
        parallel: Int?, fileLimit: Int, recordsPerSecond: Int, maximumRecords: Int, bytesPerSecond: UInt64, samples: Int
    ) {
        // One more would be 2⁶³ bytes, which is no `Int`.
        let mebibytes = 1...((1 << 43) - 1)
        let fileLimit = try options.integer("file-limit", called: "file limit", in: mebibytes) ?? 250
        let perSecond =
            try options.integer("records-per-second", called: "records-per-second", in: 0...Int(UInt32.max)) ?? 0
        let maximum = try options.integer("max-records", called: "max-records", in: 0...Int.max) ?? 0
        let parallel = try options.integer("parallel", called: "parallelism", in: 1...100)
        let bandwidth = try options.integer("nice", called: "bandwidth", in: mebibytes) ?? 0
        let samples =
            try options.integer("estimate-samples", called: "estimate-samples", in: 1...Int(UInt32.max)) ?? 10_000
        return (parallel, fileLimit << 20, perSecond, maximum, UInt64(bandwidth) << 20, samples)
    }

    private static func destination(
        _ options: ParsedOptions,
        namespace: String
    ) throws(OptionError) -> Destination {
        let prefix = options.last("output-file-prefix") ?? namespace
        guard !prefix.utf8.contains(UInt8(ascii: "/")) else {
            throw OptionError(.value, "Invalid output file prefix \(prefix): it must not contain a slash")
        }
        guard ["directory", "output-file", "estimate"].filter(options.has).count < 2 else {
            throw OptionError(
                .value,
                "Invalid options: --directory, --output-file, and --estimate are mutually exclusive."
            )
        }
        if options.has("estimate") { return .nowhere }
        switch (options.last("directory"), options.last("output-file")) {
        case (let directory?, _):
            guard !directory.isEmpty else { throw OptionError(.value, "Invalid directory: the name is empty") }
            try Self.refuseObjectStorage(directory)
            return .directory(path: directory, prefix: prefix)
        case (nil, "-"): return .standardOutput
        case (nil, let file?):
            guard !file.isEmpty else { throw OptionError(.value, "Invalid output file: the name is empty") }
            try Self.refuseObjectStorage(file)
            return .file(path: file)
        case (nil, nil):
            throw OptionError(
                .value,
                "Please specify a directory (-d), an output file (-o), or make an estimate (-e)."
            )
        }
    }

    private static func refuseObjectStorage(_ path: String) throws(OptionError) {
        guard !path.hasPrefix("s3://") else {
            throw OptionError(.value, "Object storage (\(path)) is not in this version yet")
        }
    }

    /// The sets of all occurrences; `-s ''` alone means all, an empty item among others the records without a set.
    private static func sets(_ options: ParsedOptions) throws(OptionError) -> [String] {
        var sets: [String] = []
        for set in options.all("set").flatMap({ OptionList.quoted($0) })
        where !sets.contains(where: set.hasSameBytes) {
            guard set.utf8.count <= 63 else {
                throw OptionError(.value, "Set name must be no longer than 63 characters: \(set)")
            }
            sets.append(set)
        }
        return sets == [""] ? [] : sets
    }

    private static func bins(_ options: ParsedOptions) throws(OptionError) -> [String] {
        guard let text = options.last("bin-list") else { return [] }
        let bins = OptionList.trimmed(text).filter { !$0.isEmpty }
        guard !bins.isEmpty else { throw OptionError(.value, "Empty bin list") }
        for bin in bins where bin.utf8.count > 15 {
            throw OptionError(.value, "Error while selecting bin \(bin): bin names have at most 15 bytes")
        }
        return bins
    }

    private mutating func applyTimeouts(_ options: ParsedOptions) throws(OptionError) {
        let counts = 0...Int(UInt32.max)
        self.socketTimeout = try options.integer("socket-timeout", called: "socket timeout", in: counts) ?? 10_000
        self.totalTimeout = try options.integer("total-timeout", called: "total timeout", in: counts) ?? 0
        self.maximumRetries = try options.integer("max-retries", called: "max retries", in: counts) ?? 5
        self.sleepBetweenRetries =
            try options.integer("sleep-between-retries", called: "retry delay", in: counts) ?? 0
    }
}
