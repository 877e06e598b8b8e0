import AerospikeClient
import AerospikeProtocol
import BackupEngine
import CommandLineInterface

/// The options that select records, and how they go together (`Spec/cli.md` §3).
extension BackupPlan {
    /// Refuses options for records that contradict each other.
    ///
    /// - Throws: `OptionError` with the original's words.
    static func checkFilters(_ options: ParsedOptions, sets: [String]) throws(OptionError) {
        guard options.has("filter-exp") else { return }
        guard sets.count < 2 else {
            throw OptionError(.value, "Multi-set backup and filter-exp are mutually exclusive")
        }
        guard !["modified-after", "modified-before", "no-ttl-only"].contains(where: options.has) else {
            throw OptionError(
                .value,
                "--filter-exp is mutually exclusive with --modified-after, --modified-before, and --no-ttl-only"
            )
        }
    }

    /// Refuses options for partitions, and for the way of the backup, that contradict each other.
    ///
    /// - Throws: `OptionError` with the original's words.
    static func checkSelection(_ options: ParsedOptions) throws(OptionError) {
        if options.has("estimate") {
            guard !options.has("no-records") else {
                throw OptionError(.value, "Invalid options: -e and -R are mutually exclusive.")
            }
            guard !options.has("parallel") else {
                throw OptionError(.value, "Estimate cannot be parallelized, don't set --parallel.")
            }
        }
        if options.has("after-digest"), options.has("partition-list") {
            throw OptionError(.value, "after-digest and partition-list arguments are mutually exclusive")
        }
        if options.has("node-list"), options.has("after-digest") || options.has("partition-list") {
            throw OptionError(.value, "node-list is mutually exclusive with after-digest and partition-list")
        }
        if options.has("estimate") {
            for other in ["continue", "remove-artifacts"] where options.has(other) {
                let names = other == "continue" ? "--continue and --estimate" : "--estimate and --remove-artifacts"
                throw OptionError(.value, "\(names) arguments are mutually exclusive")
            }
        }
    }

    /// The records wanted, but for the expression of the user's.
    ///
    /// - Throws: `OptionError` if a time is none.
    static func records(_ options: ParsedOptions, times: MomentText) throws(OptionError) -> RecordChoice {
        var records = RecordChoice()
        if let text = options.last("modified-after") {
            records.modifiedAfter = try times.moment(text, last: false)
        }
        if let text = options.last("modified-before") {
            records.modifiedBefore = try times.moment(text, last: true)
        }
        records.onlyNeverExpiring = options.has("no-ttl-only")
        return records
    }

    /// The filter expression of the user's; empty for none.
    ///
    /// - Throws: `OptionError` if it is not base64.
    static func expression(_ options: ParsedOptions) throws(OptionError) -> [UInt8] {
        guard let text = options.last("filter-exp") else { return [] }
        guard let bytes = Base64.decode(text), !bytes.isEmpty else {
            throw OptionError(.value, "Invalid base64 encoded string: \(text)")
        }
        return bytes
    }

    /// The partitions wanted.
    ///
    /// - Throws: `OptionError` if a list cannot be understood.
    static func partitions(_ options: ParsedOptions) throws(OptionError) -> PartitionChoice {
        if let text = options.last("partition-list") {
            return .partitions(try PartitionListText.selection(list: text))
        }
        if let text = options.last("after-digest") {
            return .partitions(try PartitionListText.selection(after: text))
        }
        if let text = options.last("node-list") {
            return .masters(addresses: try NodeListText.nodes(text).map(\.description))
        }
        return .partitions(.all)
    }

    /// The racks whose nodes are to be read from, the best first.
    ///
    /// - Throws: `OptionError` with the original's words if one is no rack.
    static func racks(_ options: ParsedOptions) throws(OptionError) -> [Int] {
        guard let text = options.last("prefer-racks") else { return [] }
        var racks: [Int] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let rack = ParsedOptions.integer(String(item)), (0...1_000_000).contains(rack) else {
                throw OptionError(.value, "Invalid rack id \(item): racks have numbers from 0 to 1000000")
            }
            racks.append(rack)
        }
        return racks
    }
}
