package import BackupEngine
package import CommandLineInterface

extension RestorePlan {
    private static let counts = 0...Int(Int32.max)

    /// Makes a plan of the options, in the order of checks of the original (`Spec/cli.md` §4).
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - secrets: Where the key of encryption comes from.
    /// - Throws: `OptionError` if a value is wrong or options contradict each other.
    package init(options: ParsedOptions, secrets: SecretSource = .process) throws(OptionError) {
        let containers = try ContainerOptions(options, secrets: secrets)
        let numbers = try Numbers(options)
        try Self.checkPlaces(options)
        self.init(source: try Self.source(options))
        self.container = try containers.container()
        try self.applyNamespaces(options)
        if let sets = options.last("set-list") {
            self.sets = try OptionList.items(sets, called: "set", limit: 63)
        }
        if let bins = options.last("bin-list") {
            self.bins = try OptionList.items(bins, called: "bin", limit: 15)
        }
        self.policy = WritePolicy(
            existing: options.has("unique") ? .keep : options.has("replace") ? .replace : .merge,
            checksGeneration: !options.has("no-generation")
        )
        self.applyFlags(options)
        numbers.apply(to: &self)
        try self.applyNice(options)
        try self.applyResume(options)
    }

    private mutating func applyNamespaces(_ options: ParsedOptions) throws(OptionError) {
        guard let text = options.last("namespace") else { return }
        let names = try OptionList.items(text, called: "namespace", limit: 31)
        guard names.count <= 2 else {
            throw OptionError(.value, "Invalid namespace option: \(text), expected SOURCE or SOURCE,TARGET")
        }
        self.sourceNamespace = names[0]
        self.targetNamespace = names.count > 1 ? names[1] : ""
    }

    private mutating func applyFlags(_ options: ParsedOptions) {
        self.validatesOnly = options.has("validate")
        self.checksManifests = !options.has("no-manifest-check")
        self.withRecords = !options.has("no-records")
        self.withIndexes = !options.has("no-indexes")
        self.withModules = !options.has("no-udfs")
        self.indexesLast = options.has("indexes-last")
        self.waits = options.has("wait")
        self.ignoresRecordErrors = options.has("ignore-record-error")
        self.disablesBatchWrites = options.has("disable-batch-writes")
    }

    /// Applies `--nice`, and the two halves of it that configuration files may give alone; the last of each counts.
    private mutating func applyNice(_ options: ParsedOptions) throws(OptionError) {
        for occurrence in options.occurrences {
            let text = occurrence.value ?? ""
            do throws(OptionError) {
                switch occurrence.name {
                case "bandwidth": try self.applyBandwidth(text)
                case "tps": try self.applyRecords(text)
                case "nice":
                    let parts = try OptionList.items(text, called: "nice", limit: 10)
                    guard parts.count == 2 else {
                        throw OptionError(.value, "Invalid nice option \(text), expected MiB/s,records/s")
                    }
                    try self.applyBandwidth(parts[0])
                    try self.applyRecords(parts[1])
                default: continue
                }
            } catch {
                throw OptionError(error.kind, occurrence.origin.prefix + error.message)
            }
        }
    }

    private mutating func applyBandwidth(_ text: String) throws(OptionError) {
        guard let bandwidth = ParsedOptions.integer(text), bandwidth >= 1, bandwidth < Int.max >> 20 else {
            throw OptionError(.value, "Invalid bandwidth value \(text)")
        }
        self.bytesPerSecond = UInt64(bandwidth) << 20
    }

    private mutating func applyRecords(_ text: String) throws(OptionError) {
        guard let records = ParsedOptions.integer(text), records >= 1 else {
            throw OptionError(.value, "Invalid TPS value \(text)")
        }
        self.recordsPerSecond = UInt64(records)
    }

    /// The options whose values are numbers.
    private struct Numbers {
        var parallel: Int?
        var batchSize: Int?
        var maximumBatches: Int?
        var timeout: Int?
        var socketTimeout: Int?
        var totalTimeout: Int?
        var maximumRetries: Int?
        var retryScale: Int?
        var extraTimeToLive: Int?

        init(_ options: ParsedOptions) throws(OptionError) {
            let positive = 1...Int(Int32.max)
            self.parallel = try options.integer("parallel", called: "threads", in: 1...4096)
            self.batchSize = try options.integer("batch-size", called: "batch-size", in: 1...10_000)
            self.maximumBatches = try options.integer("max-async-batches", called: "max-async-batches", in: positive)
            self.timeout = try options.integer("timeout", called: "timeout", in: counts)
            self.socketTimeout = try options.integer("socket-timeout", called: "socket timeout", in: counts)
            self.totalTimeout = try options.integer("total-timeout", called: "total timeout", in: counts)
            self.maximumRetries = try options.integer("max-retries", called: "max retries", in: counts)
            self.retryScale = try options.integer("retry-scale-factor", called: "retry delay", in: counts)
            self.extraTimeToLive = try options.integer("extra-ttl", called: "extra-ttl", in: counts)
            _ = try options.integer("event-loops", called: "event-loops", in: positive)
        }

        func apply(to plan: inout RestorePlan) {
            if let parallel { plan.parallel = parallel }
            if let batchSize { plan.batchSize = batchSize }
            if let maximumBatches { plan.maximumBatches = maximumBatches }
            if let timeout { plan.timeout = timeout }
            if let socketTimeout { plan.socketTimeout = socketTimeout }
            if let totalTimeout { plan.totalTimeout = totalTimeout }
            if let maximumRetries { plan.retries.maximumRetries = maximumRetries }
            if let retryScale { plan.retries.scale = retryScale }
            if let extraTimeToLive { plan.extraTimeToLive = UInt32(extraTimeToLive) }
        }
    }
}
