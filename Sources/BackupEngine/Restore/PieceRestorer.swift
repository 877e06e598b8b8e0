import AerospikeProtocol
import BackupFormat
import BackupStorage

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
    /// The file's number in the ledger.
    let number: Int
    let context: RestoreContext

    private static let interruption = JobError(.interrupted, "Interrupted by a signal; the restore is not complete")

    /// Restores the piece and waits until everything in it is written; then the ledger knows.
    ///
    /// - Throws: `JobError` if going on makes no sense.
    func run(_ piece: FilePiece) async throws -> Outcome {
        var account = PieceAccount(piece: piece, renaming: self.context.plan)
        let outcome = try await withThrowingTaskGroup(of: PieceAccount.Answer.self) { group in
            let outcome: Outcome
            do {
                outcome = try await self.parse(piece, &account, &group)
            } catch {
                await self.context.settle(before: error)
                throw error
            }
            while let answer = try await group.next() { account.take(answer) }
            return outcome
        }
        try await self.context.ledger?.finished(account.part(of: self.number), rejected: account.rejected)
        return outcome
    }

    private func parse(
        _ piece: FilePiece,
        _ account: inout PieceAccount,
        _ group: inout ThrowingTaskGroup<PieceAccount.Answer, any Error>
    ) async throws -> Outcome {
        let plan = self.context.plan
        let form = plan.withRecords ? self.context.target.form : nil
        var reader = BlockReader(piece: piece, file: self.file, plan: plan, form: form, buffers: self.context.buffers)
        while true {
            // For each batch, not each piece: at a low rate of records that would be many minutes ago.
            reader.setTime(self.context.now())
            // After a failure nothing more can be hoped for; after a signal what was read is still sent, so that the
            // restore can go on behind it.
            if self.context.stop.isRequested {
                guard !self.context.stop.isFailure else { return .damage(Self.interruption) }
                return try await self.finish(&reader, .damage(Self.interruption), &account, &group)
            }
            let start = ContinuousClock.now
            let step = reader.next(piece.bytes.view)
            self.context.clock.add(ContinuousClock.now - start, to: .encoding)
            self.count(&reader, &account)
            switch step {
            case .send(let batch): try await self.send(batch, &group)
            case .newNamespace(let namespace):
                for batch in reader.collector.takeAll() { try await self.send(batch, &group) }
                let target = plan.targetNamespace.isEmpty ? namespace : plan.targetNamespace
                reader.collector.begin(namespace: namespace, routes: try self.context.target.routes(namespace: target))
            case .index(let index):
                try await self.context.metadata.found(index, in: self.file, target: self.context.target)
            case .module(let module):
                try await self.context.metadata.found(module, in: self.file, target: self.context.target)
            case .end: return try await self.finish(&reader, .proceed, &account, &group)
            case .enough: return try await self.finish(&reader, .enough, &account, &group)
            case .damage(let error): return try await self.finish(&reader, .damage(error), &account, &group)
            }
        }
    }

    private func finish(
        _ reader: inout BlockReader,
        _ outcome: Outcome,
        _ account: inout PieceAccount,
        _ group: inout ThrowingTaskGroup<PieceAccount.Answer, any Error>
    ) async throws -> Outcome {
        for batch in reader.collector.takeAll() { try await self.send(batch, &group) }
        guard !self.context.stop.isFailure else { return .damage(Self.interruption) }
        self.count(&reader, &account)
        if let contents = reader.collector.foundContents { try self.context.contents?.add(contents, file: self.file) }
        account.parsed(to: reader.offset, without: reader.globals)
        return outcome
    }

    /// Sends a batch once there is room for it; after a failure nothing more is sent, and the piece does not count.
    private func send(
        _ batch: RecordBatch,
        _ group: inout ThrowingTaskGroup<PieceAccount.Answer, any Error>
    ) async throws {
        let context = self.context
        // Behind a signal a few batches are left, and the user waits for the end.
        if let throttle = context.throttles.records, !context.stop.isRequested {
            try await context.clock.measure(.throttling) { try await throttle.take(batch.count, until: context.stop) }
        }
        try await context.clock.measure(.server) { try await context.batches.enter() }
        guard !context.stop.isFailure else { return context.batches.leave(.overloaded) }
        group.addTask {
            do {
                return try await Self.write(batch, context)
            } catch {
                await context.settle(before: error)
                throw error
            }
        }
    }

    /// Writes a batch that was let in.
    private static func write(_ batch: RecordBatch, _ context: RestoreContext) async throws -> PieceAccount.Answer {
        var answer = InFlightLimit.Answer.overloaded
        defer { context.batches.leave(answer) }
        let start = ContinuousClock.now
        let result: WriteResult
        do {
            result = try await context.target.write(batch)
        } catch {
            // Before the place is free: whoever waits for it must not send anything.
            context.note(error)
            throw error
        }
        if result.retries == 0 { answer = .answered((ContinuousClock.now - start).nanoseconds) }
        context.buffers.recycle(batch.storage)
        return PieceAccount.Answer(result, of: batch)
    }

    private func count(_ reader: inout BlockReader, _ account: inout PieceAccount) {
        let counts = reader.collector.takeCounts()
        let bytes = self.context.plan.container.isPlain ? reader.takeParsedBytes() : 0
        guard counts != RecordCounts() || bytes > 0 else { return }
        account.count(counts)
        self.context.statistics.update { total in
            total.add(counts)
            total.bytes += bytes
        }
    }
}
