import AerospikeProtocol
import BackupFormat
import BackupStorage
import Logging

/// Restores one file: reads it in large pieces, cuts them between blocks, and lets several tasks restore them.
///
/// Memory: one window of 1 MiB (more only while a record is larger, `InputWindow`) and what taking off its containers needs
/// (`ContainerInput`); the pieces and batches of all files are bounded by the gates of the context.
struct FileRestorer: Sendable {
    /// The size of the window in bytes.
    static let windowSize = FileCutter.pieceSize
    private static let interruption = JobError(.interrupted, "Interrupted by a signal; the restore is not complete")

    let file: InputFile
    let context: RestoreContext
    /// The file's number in the ledger.
    var number = 0
    /// The size in bytes when the restore began; `nil` for standard input, pipes and devices.
    var size: UInt64?

    /// Restores the file.
    ///
    /// - Throws: `JobError` or `StorageError`. Of a damaged file the records in front of the damage are restored; of one
    ///   that is cut, nothing else is there. Behind damage in the middle other tasks may have restored some.
    func run() async throws {
        let damage = try await withThrowingTaskGroup(of: PieceRestorer.Outcome.self) { group in
            var outcome: PieceRestorer.Outcome
            do {
                outcome = try await self.cut(&group)
            } catch {
                await self.context.settle(before: error)
                throw error
            }
            while let next = try await group.next() { outcome = Self.worse(outcome, next) }
            if case .damage(let error) = outcome { return error as JobError? }
            return nil
        }
        if let damage { throw damage }
    }

    /// Damage wins over everything, and the first damage over later ones.
    private static func worse(_ one: PieceRestorer.Outcome, _ other: PieceRestorer.Outcome) -> PieceRestorer.Outcome {
        switch (one, other) {
        case (.damage, _): one
        case (_, .damage): other
        case (.enough, _): one
        default: other
        }
    }

    /// Reads the file to its end and starts a task for each piece.
    private func cut(
        _ group: inout ThrowingTaskGroup<PieceRestorer.Outcome, any Error>
    ) async throws -> PieceRestorer.Outcome {
        let stop = self.context.stop
        let input = try ContainerInput(file: self.file, container: self.context.plan.container) { stop.isRequested }
        let done = self.context.ledger?.done(of: self.number) ?? AcknowledgedRanges()
        var text = FileText(fileName: self.file.path, done: done, buffers: self.context.buffers)
        var window = InputWindow(capacity: Self.windowSize)
        var outcome = PieceRestorer.Outcome.proceed
        var inFlight = 0
        while true {
            // At its end only what is in memory is left, which its pieces know how to end.
            if stop.isRequested, !text.isAtEnd { return .damage(Self.interruption) }
            let skipped = text.skip(window.bytes)
            self.pass(skipped, &window)
            var used = 0
            let step = text.next(window.bytes, used: &used)
            window.consume(used)
            switch step {
            case .needMore:
                try await self.fill(&window, of: &text, from: input)
                if text.isAtStart { try self.begin(with: window.bytes, of: text) }
            case .head(let head):
                if self.context.plan.container.isPlain { self.context.statistics.update { $0.bytes += UInt64(used) } }
                try self.check(head)
            case .piece(let piece):
                try await self.start(piece, &group)
                inFlight += 1
                // Finished pieces are collected as they come, for one of them may know that nothing more is wanted.
                if inFlight >= RestoreContext.pieceLimit, let next = try await group.next() {
                    inFlight -= 1
                    outcome = Self.worse(outcome, next)
                    guard case .proceed = outcome else { return outcome }
                }
            case .end: return self.damage(at: input.storedBytes, of: text).map { .damage($0) } ?? outcome
            case .damage(let error): return .damage(error)
            }
        }
    }

    /// Starts a task that restores a piece, once there is room for one.
    private func start(
        _ piece: FilePiece,
        _ group: inout ThrowingTaskGroup<PieceRestorer.Outcome, any Error>
    ) async throws {
        // A wait here is not counted: it is for other workers, who count what they do.
        let places = RestoreContext.places(ofPiece: piece.bytes.count)
        try await self.context.pieces.enter(places: places)
        let restorer = PieceRestorer(file: self.file.path, number: self.number, context: self.context)
        group.addTask {
            defer { restorer.context.pieces.leave(places: places) }
            do {
                let outcome = try await restorer.run(piece)
                restorer.context.buffers.recycle(piece.bytes)
                return outcome
            } catch {
                // The reader may wait for a pipe, and must not until the pipe gives something.
                restorer.context.stop.requestAfterFailure()
                await restorer.context.settle(before: error)
                throw error
            }
        }
    }

    /// Drops bytes that are done with.
    private func pass(_ count: Int, _ window: inout InputWindow) {
        window.consume(count)
        guard count > 0, self.context.plan.container.isPlain else { return }
        self.context.statistics.update { $0.pass(UInt64(count)) }
    }

    /// What is wrong with a file that was read to its end: that it is not where it was when the restore began.
    private func damage(at end: UInt64, of text: FileText) -> JobError? {
        // Behind damage nothing is read, and the damage is told.
        text.isAtEnd ? SourceFile.change(of: self.file.path, from: self.size, to: end) : nil
    }

    /// Tells the ledger how the text begins. Where reading was given up it may begin otherwise with the next bytes.
    private func begin(with bytes: RawSpan, of text: FileText) throws {
        guard text.damage == nil || bytes.byteCount >= FilePlace.hashedBytes else { return }
        try self.context.ledger?.began(self.number, with: FilePlace.hash(bytes))
    }

    /// Reads until the window is full, for pipes give little at a time, and each piece has its price; or until the file
    /// ends, or its container is damaged.
    private func fill(_ window: inout InputWindow, of text: inout FileText, from input: ContainerInput) async throws {
        window.makeRoom()
        do {
            while window.hasRoom {
                guard try await self.read(input, into: &window) > 0 else {
                    text.isAtEnd = true
                    return
                }
            }
        } catch let error as StorageError {
            switch error.code {
            case .abandoned: text.damage = Self.interruption
            case .damaged: text.damage = JobError(.format, error.description)
            default: throw error
            }
        }
    }

    private func read(_ input: ContainerInput, into window: inout InputWindow) async throws -> Int {
        let context = self.context
        let container = context.plan.container
        let start = ContinuousClock.now
        let piece = try await input.read(into: &window)
        context.clock.add(ContinuousClock.now - start - piece.unwrapping, to: .storage)
        if !container.isPlain {
            context.clock.add(piece.unwrapping, to: container.compression == nil ? .encrypting : .compressing)
            // Progress is told in bytes of the file, which of plain text are those that were parsed.
            context.statistics.update { $0.bytes += piece.storedBytes }
        }
        if let throttle = context.throttles.bytes {
            try await context.clock.measure(.throttling) {
                try await throttle.take(Int(piece.storedBytes), until: context.stop)
            }
        }
        return piece.count
    }

    /// With two namespaces the one in the file's head must be the first of them (`Spec/semantics.md` §B9).
    private func check(_ head: BackupFileHead) throws {
        let plan = self.context.plan
        guard !plan.targetNamespace.isEmpty, let namespace = head.namespace else { return }
        let name = String(decoding: namespace, as: UTF8.self)
        guard name.hasSameBytes(as: plan.sourceNamespace) else {
            throw JobError(
                .format,
                "Invalid namespace \(name) in backup file \(self.file.path) (expected: \(plan.sourceNamespace))"
            )
        }
    }
}
