package import AerospikeClient
import AerospikeProtocol

/// Which records of the partitions chosen are wanted, besides those of certain sets (`Spec/semantics.md` §A3).
package struct RecordChoice: Hashable, Sendable {
    /// Records last updated at this moment or later, in seconds since 1970.
    package var modifiedAfter: Int?
    /// Records last updated before this moment, in seconds since 1970.
    package var modifiedBefore: Int?
    /// Whether only records that never expire are wanted.
    package var onlyNeverExpiring = false
    /// A packed filter expression of the user's, which is sent as it is instead of all others; empty for none.
    package var expression: [UInt8] = []

    /// The moments that a server can compare with: it counts nanoseconds since 1970 in 64 bits.
    package static let moments = (Int.min / 1_000_000_000)...(Int.max / 1_000_000_000)

    /// Creates a choice of all records.
    package init() {}

    /// The packed filter expression for the server; empty for none.
    ///
    /// - Parameter sets: The sets wanted. A single one is no part of the expression: the scan itself is told of it.
    package func packed(sets: [String]) -> [UInt8] {
        guard self.expression.isEmpty else { return self.expression }
        var terms: [[UInt8]] = []
        if sets.count > 1 { terms.append(SetFilter.packed(sets)) }
        if let modifiedBefore { terms.append(RecordFilter.updated(before: Self.nanoseconds(modifiedBefore))) }
        if let modifiedAfter { terms.append(RecordFilter.updated(atOrAfter: Self.nanoseconds(modifiedAfter))) }
        if self.onlyNeverExpiring { terms.append(RecordFilter.neverExpires) }
        return RecordFilter.all(terms)
    }

    private static func nanoseconds(_ seconds: Int) -> Int64 {
        Int64(min(max(seconds, Self.moments.lowerBound), Self.moments.upperBound)) * 1_000_000_000
    }
}

extension BackupPlan {
    /// Refuses servers that do not understand the expressions this plan needs (`Spec/wire-protocol.md` §15).
    ///
    /// - Throws: `JobError` that names both versions.
    package func check(_ build: ServerBuild) throws(JobError) {
        guard !self.records.packed(sets: self.sets).isEmpty, build < ServerBuild(5, 2) else { return }
        throw JobError(
            .cluster,
            """
            Several sets, --modified-after, --modified-before, --no-ttl-only and --filter-exp need servers of version \
            5.2 or later; the oldest node is of version \(build)
            """
        )
    }
}
