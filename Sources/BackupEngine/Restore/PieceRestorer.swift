import AerospikeProtocol
import BackupFormat
import BackupStorage
import Glibc

/// Restores one piece of a file: parses it and sends what it holds to the target.
struct PieceRestorer: Sendable {
    /// What is to become of the rest of the file.
    enum Outcome: Sendable {
        /// It may hold more.
        case proceed
        /// Nothing more of it is wanted.
        case enough
        /// It is damaged from a place in this piece on.
        case damage(JobError)
    }

    let file: String
    let context: RestoreContext

    /// Restores the piece and waits until everything in it is written.
    ///
    /// - Throws: `JobError` if going on makes no sense.
    func run(_ piece: FilePiece) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let outcome = try await self.parse(piece, &group)
            try await group.waitForAll()
            return outcome
        }
    }

    private func parse(
        _ piece: FilePiece,
        _ group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> Outcome {
        let plan = self.context.plan
        let form = plan.withRecords ? self.context.target.form : nil
        var reader = BlockReader(piece: piece, file: self.file, plan: plan, form: form)
        reader.setTime(UInt64(max(0, Int64(time(nil)) - VoidTime.epoch)))
        while true {
            let start = ContinuousClock.now
            let step = reader.next(piece.bytes.view)
            self.context.clock.add(ContinuousClock.now - start, to: .encoding)
            self.count(&reader)
            guard !self.context.stop.isRequested else {
                return .damage(JobError(.interrupted, "Interrupted by a signal; the restore is not complete"))
            }
            switch step {
            case .send(let batch): try await self.send(batch, &group)
            case .newNamespace(let namespace):
                for batch in reader.collector.takeAll() { try await self.send(batch, &group) }
                let target = plan.targetNamespace.isEmpty ? namespace : plan.targetNamespace
                reader.collector.begin(namespace: namespace, routes: try self.context.target.routes(namespace: target))
            case .index(let definition): try await self.context.metadata.found(definition, target: self.context.target)
            case .module(let module): try await self.context.metadata.found(module, target: self.context.target)
            case .end: return try await self.finish(&reader, .proceed, &group)
            case .enough: return try await self.finish(&reader, .enough, &group)
            case .damage(let error): return try await self.finish(&reader, .damage(error), &group)
            }
        }
    }

    private func finish(
        _ reader: inout BlockReader,
        _ outcome: Outcome,
        _ group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> Outcome {
        for batch in reader.collector.takeAll() { try await self.send(batch, &group) }
        self.count(&reader)
        if let contents = reader.collector.foundContents { self.context.contents?.add(contents, file: self.file) }
        return outcome
    }

    private func send(_ batch: RecordBatch, _ group: inout ThrowingTaskGroup<Void, any Error>) async throws {
        let context = self.context
        if let throttle = context.throttles.records {
            try await context.clock.measure(.throttling) { try await throttle.take(batch.count) }
        }
        try await context.clock.measure(.server) { try await context.batches.enter() }
        group.addTask {
            let start = ContinuousClock.now
            var answer = InFlightLimit.Answer.overloaded
            defer { context.batches.leave(answer) }
            if try await context.target.write(batch) == 0 {
                answer = .answered((ContinuousClock.now - start).nanoseconds)
            }
        }
    }

    private func count(_ reader: inout BlockReader) {
        let counts = reader.collector.takeCounts()
        let bytes = self.context.plan.container.isPlain ? reader.takeParsedBytes() : 0
        guard counts.records + counts.expired + counts.skipped > 0 || bytes > 0 else { return }
        self.context.statistics.update { total in
            total.records += counts.records
            total.expired += counts.expired
            total.skipped += counts.skipped
            total.bytes += bytes
        }
    }
}
