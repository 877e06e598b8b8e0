package import BackupFormat

/// The target of a restore that only checks: it takes everything and does nothing.
package struct ValidationTarget: RecordTarget {
    /// Records are parsed and counted, not encoded.
    package var form: RecordBatch.Form? { nil }

    /// Creates a target.
    package init() {}

    /// No nodes.
    package func routes(namespace: String) throws(JobError) -> PartitionRoutes { .none }

    /// Does nothing.
    package func write(_ batch: RecordBatch) async throws -> WriteResult { WriteResult() }

    /// Does nothing.
    package func restore(_ index: SecondaryIndexDefinition) async throws {}

    /// Does nothing.
    package func restore(_ module: FunctionModule) async throws {}
}
