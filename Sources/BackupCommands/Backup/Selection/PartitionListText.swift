import AerospikeProtocol
import BackupEngine
import CommandLineInterface

/// The values of `--partition-list` and `--after-digest` (`Spec/semantics.md` §A3).
enum PartitionListText {
    /// Reads a list of partitions, ranges of them, and digests behind which the rest of a partition is wanted.
    ///
    /// - Throws: `OptionError` with the original's words if an item is none of these, or a partition is named twice.
    static func selection(list text: String) throws(OptionError) -> PartitionSelection {
        guard !text.isEmpty else {
            throw OptionError(.value, "Empty partition list: Error while parsing partition-list ''")
        }
        var filters: [ScanPiece] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let filter = Self.filter(String(item)) else {
                throw OptionError(
                    .value,
                    """
                    Invalid partition filter '\(item)': Error while parsing partition-list '\(text)'; a filter is \
                    <begin partition>[-<partition count>] or a digest in base64, partitions go from 0 to 4095, a count \
                    is 1 or more
                    """
                )
            }
            filters.append(filter)
        }
        guard let selection = PartitionSelection(filters) else {
            throw OptionError(
                .value,
                "Range overlap in partition list '\(text)': a partition, or that of a digest, is named twice"
            )
        }
        return selection
    }

    /// Reads the digest behind which a backup is to begin.
    ///
    /// - Throws: `OptionError` with the original's words if it is none.
    static func selection(after text: String) throws(OptionError) -> PartitionSelection {
        guard let digest = Self.digest(text) else {
            throw OptionError(
                .value,
                "Error while parsing after-digest '\(text)': a digest is 20 bytes in base64, 28 characters that end in ="
            )
        }
        return PartitionSelection(after: digest)
    }

    private static func filter(_ item: String) -> ScanPiece? {
        if let digest = Self.digest(item) { return ScanPiece([ScanStart(after: digest)]) }
        let numbers = item.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Self.number($0) }
        guard let begin = numbers[0], let count = numbers.count > 1 ? numbers[1] : 1 else { return nil }
        guard begin < PartitionID.count, count >= 1, count <= PartitionID.count - begin else { return nil }
        return ScanPiece(from: begin, count: count)
    }

    /// A number that is not negative.
    private static func number(_ text: Substring) -> Int? {
        ParsedOptions.integer(String(text)).flatMap { $0 >= 0 ? $0 : nil }
    }

    private static func digest(_ text: String) -> Digest? {
        guard text.utf8.count == 28 else { return nil }
        return Base64.decode(text).flatMap { Digest($0) }
    }
}
