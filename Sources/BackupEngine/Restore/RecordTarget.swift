package import AerospikeProtocol
package import BackupFormat

/// What became of the records of a batch.
package struct WriteResult: Sendable {
    /// How often something had to be sent again.
    package var retries = 0
    /// What was counted of the records.
    package var counts = RecordCounts()
    /// The rows that the server refused, if they are to be kept.
    package var rejected: [(row: Int, result: ResultCode)] = []

    /// Creates a result without records.
    package init() {}
}

/// What takes the contents of a backup: a cluster, or nobody when a backup is only checked.
package protocol RecordTarget: Sendable {
    /// How records are to be encoded; `nil` if they are not wanted.
    var form: RecordBatch.Form? { get }

    /// The nodes and their partitions as they are now.
    ///
    /// - Throws: `JobError` if the namespace does not exist.
    func routes(namespace: String) throws(JobError) -> PartitionRoutes

    /// Writes records, retrying what may pass, and counts what became of them.
    ///
    /// - Returns: What became of them.
    /// - Throws: `JobError` if going on makes no sense.
    func write(_ batch: RecordBatch) async throws -> WriteResult

    /// Creates an index unless it is there.
    ///
    /// - Throws: `JobError` if the cluster refuses.
    func restore(_ index: SecondaryIndexDefinition) async throws

    /// Stores a module.
    ///
    /// - Throws: `JobError` if the cluster refuses.
    func restore(_ module: FunctionModule) async throws
}
