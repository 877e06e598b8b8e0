import AerospikeProtocol
import BackupFormat
import BackupStorage
import Glibc
import Logging

/// Restores one file: reads it in large pieces, parses them, and sends what they hold to the target.
///
/// Memory: one window of 1 MiB (more only if a record is larger), what taking off its containers needs
/// (`ContainerInput`), and the batches being collected and in flight.
struct FileRestorer: Sendable {
    private static let windowSize = 1 << 20

    let file: InputFile
    let plan: RestorePlan
    let target: any RecordTarget
    let statistics: RestoreStatistics
    let metadata: MetadataCollector
    let throttles: RestoreThrottles
    let stop: StopSignal
    /// The most batches of this file in flight.
    let batchesInFlight: Int

    /// Restores the file.
    ///
    /// - Throws: `JobError` or `StorageError`. Of a damaged file the records in front of the damage are restored, and
    ///   nothing behind it.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var sender = BatchSender(limit: self.batchesInFlight, target: self.target, throttles: self.throttles)
            let damage = try await self.readBlocks(sender: &sender, group: &group)
            try await group.waitForAll()
            if let damage { throw damage }
        }
    }

    /// Reads the file to its end, or to where it is damaged.
    ///
    /// - Returns: The damage, after everything in front of it was sent.
    private func readBlocks(
        sender: inout BatchSender,
        group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> JobError? {
        var reader = BlockReader(
            parser: BlockParser(fileName: self.file.path),
            plan: self.plan,
            form: self.plan.withRecords ? self.target.form : nil
        )
        let input = try ContainerInput(file: self.file, container: self.plan.container)
        var window = InputWindow(capacity: Self.windowSize)
        while true {
            let step = reader.next(window.bytes)
            self.count(&reader)
            guard !self.stop.isRequested else {
                return JobError(.interrupted, "Interrupted by a signal; the restore is not complete")
            }
            switch step {
            case .needMore(let minimum):
                window.consume(reader.discard(window.bytes))
                window.makeRoom(for: minimum ?? 0)
                if let damage = try await self.refill(&window, from: input, isFinal: &reader.isFinal) {
                    return try await self.finish(&reader, damage, sender: &sender, group: &group)
                }
                reader.setTime(Self.secondsSince2010())
            case .head(let head):
                try self.check(head)
            case .send(let batch):
                try await sender.send(batch, group: &group)
            case .newNamespace(let namespace):
                for batch in reader.collector.takeAll() { try await sender.send(batch, group: &group) }
                let target = self.plan.targetNamespace.isEmpty ? namespace : self.plan.targetNamespace
                reader.collector.begin(namespace: namespace, routes: try self.target.routes(namespace: target))
            case .index(let definition):
                try await self.metadata.found(definition, target: self.target)
            case .module(let module):
                try await self.metadata.found(module, target: self.target)
            case .end: return try await self.finish(&reader, nil, sender: &sender, group: &group)
            case .damage(let error): return try await self.finish(&reader, error, sender: &sender, group: &group)
            }
        }
    }

    /// Reads more of the file.
    ///
    /// - Returns: The damage, if a container holds no more text that can be trusted.
    private func refill(
        _ window: inout InputWindow,
        from input: ContainerInput,
        isFinal: inout Bool
    ) async throws -> JobError? {
        do {
            isFinal = try await input.read(into: &window) == 0
        } catch {
            guard let error = error as? StorageError, error.code == .damaged else { throw error }
            return JobError(.format, error.description)
        }
        let stored = input.takeStoredBytes()
        // Progress is told in bytes of the file, which of plain text are those parsed.
        if !self.plan.container.isPlain { self.statistics.update { $0.bytes += stored } }
        try await self.throttles.bytes?.take(Int(stored))
        return nil
    }

    private func finish(
        _ reader: inout BlockReader,
        _ damage: JobError?,
        sender: inout BatchSender,
        group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> JobError? {
        for batch in reader.collector.takeAll() { try await sender.send(batch, group: &group) }
        self.count(&reader)
        return damage
    }

    private func count(_ reader: inout BlockReader) {
        let counts = reader.collector.takeCounts()
        let bytes = self.plan.container.isPlain ? reader.takeParsedBytes() : 0
        guard counts.records + counts.expired + counts.skipped > 0 || bytes > 0 else { return }
        self.statistics.update { total in
            total.records += counts.records
            total.expired += counts.expired
            total.skipped += counts.skipped
            total.bytes += bytes
        }
    }

    /// With two namespaces the one in the file's head must be the first of them (`Spec/semantics.md` §B9).
    private func check(_ head: BackupFileHead) throws {
        guard !self.plan.targetNamespace.isEmpty, let namespace = head.namespace else { return }
        let name = String(decoding: namespace, as: UTF8.self)
        guard name == self.plan.sourceNamespace else {
            throw JobError(
                .format,
                "Invalid namespace \(name) in backup file \(self.file.path) (expected: \(self.plan.sourceNamespace))"
            )
        }
    }

    private static func secondsSince2010() -> UInt64 { UInt64(max(0, Int64(time(nil)) - VoidTime.epoch)) }
}
