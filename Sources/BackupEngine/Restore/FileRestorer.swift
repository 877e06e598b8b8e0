import AerospikeProtocol
import BackupFormat
import BackupStorage
import Logging

/// Restores one file: reads it in large pieces, cuts them between blocks, and lets several tasks restore them.
///
/// Memory: one window of 1 MiB (more only if a record is larger) and what taking off its containers needs
/// (`ContainerInput`); the pieces and batches of all files are bounded by the gates of the context.
struct FileRestorer: Sendable {
    /// The size of the window in bytes.
    static let windowSize = 1 << 20
    private static let interruption = JobError(.interrupted, "Interrupted by a signal; the restore is not complete")

    let file: InputFile
    let context: RestoreContext
    /// The file's number in the ledger.
    var number = 0

    /// Restores the file.
    ///
    /// - Throws: `JobError` or `StorageError`. Of a damaged file the records in front of the damage are restored; of one
    ///   that is cut, nothing else is there. Behind damage in the middle other tasks may have restored some.
    func run() async throws {
        let damage = try await withThrowingTaskGroup(of: PieceRestorer.Outcome.self) { group in
            var outcome = try await self.cut(&group)
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
        var window = InputWindow(capacity: Self.windowSize)
        var cutter = FileCutter(fileName: self.file.path)
        var place = FilePlace(done: self.context.ledger?.done(of: self.number) ?? AcknowledgedRanges())
        var outcome = PieceRestorer.Outcome.proceed
        var damage: JobError?
        var inFlight = 0
        var isAtEnd = false
        var hasHead = false
        while true {
            let skipped = place.skippable(of: window.count)
            if skipped > 0 {
                cutter.skip(skipped, of: window.bytes)
                self.pass(skipped, &window, &place)
            }
            // Nothing of a head is ever done, and its end is known by what stands behind it.
            let visible = hasHead ? place.visible(of: window.count) : window.count
            cutter.isFinal = isAtEnd && visible == window.count
            var used = 0
            let step = place.isInside ? .needMore : cutter.next(window.bytes.extracting(first: visible), used: &used)
            let start = place.position
            window.consume(used)
            place.advance(by: used)
            switch step {
            case .needMore:
                // What stood in front of the damage was cut off before, and is restored.
                if let damage { return .damage(damage) }
                if visible < window.count || (isAtEnd && place.isInside) { return .damage(self.otherFile(place)) }
                if stop.isRequested, place.isInside { return .damage(Self.interruption) }
                (isAtEnd, damage) = try await self.fill(&window, from: input)
                if start == 0 { try self.begin(with: window.bytes) }
            case .head(let head):
                hasHead = true
                if self.context.plan.container.isPlain { self.context.statistics.update { $0.bytes += UInt64(used) } }
                try self.check(head)
            case .piece(var piece):
                piece.start = start
                // A wait here is not counted: it is for other workers, who count what they do.
                try await self.context.pieces.enter()
                let restorer = PieceRestorer(file: self.file.path, number: self.number, context: self.context)
                group.addTask { [piece] in
                    defer { restorer.context.pieces.leave() }
                    do {
                        return try await restorer.run(piece)
                    } catch {
                        // The reader may wait for a pipe, and must not until the pipe gives something.
                        stop.requestAfterFailure()
                        throw error
                    }
                }
                inFlight += 1
                // Finished pieces are collected as they come, for one of them may know that nothing more is wanted.
                if inFlight >= RestoreContext.pieceLimit, let next = try await group.next() {
                    inFlight -= 1
                    outcome = Self.worse(outcome, next)
                    guard case .proceed = outcome else { return outcome }
                }
            case .end:
                guard place.done.start(behind: place.position) == nil else { return .damage(self.otherFile(place)) }
                return outcome
            case .damage(let error): return .damage(error)
            }
        }
    }

    /// Leaves out bytes that are done with.
    private func pass(_ count: Int, _ window: inout InputWindow, _ place: inout FilePlace) {
        window.consume(count)
        place.advance(by: count)
        if self.context.plan.container.isPlain { self.context.statistics.update { $0.pass(UInt64(count)) } }
    }

    /// Tells the ledger how the text begins.
    private func begin(with bytes: RawSpan) throws {
        try self.context.ledger?.began(self.number, with: FilePlace.hash(bytes))
    }

    private func otherFile(_ place: FilePlace) -> JobError {
        JobError(
            .input,
            "The file \(self.file.path) is not the one that the journal was written for: "
                + "no block ends at byte \(place.nextDone) of its text"
        )
    }

    /// Reads until the window is full: pipes give little at a time, and each piece has its price.
    ///
    /// - Returns: Whether the file has ended, and the damage of its container that reading ended at.
    private func fill(
        _ window: inout InputWindow,
        from input: ContainerInput
    ) async throws -> (isFinal: Bool, damage: JobError?) {
        window.makeRoom()
        do {
            while window.hasRoom {
                guard try await self.read(input, into: &window) > 0 else { return (true, nil) }
            }
            return (false, nil)
        } catch let error as StorageError {
            if error.code == .abandoned {
                return (false, Self.interruption)
            }
            guard error.code == .damaged else { throw error }
            return (false, JobError(.format, error.description))
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
            try await context.clock.measure(.throttling) { try await throttle.take(Int(piece.storedBytes)) }
        }
        return piece.count
    }

    /// With two namespaces the one in the file's head must be the first of them (`Spec/semantics.md` §B9).
    private func check(_ head: BackupFileHead) throws {
        let plan = self.context.plan
        guard !plan.targetNamespace.isEmpty, let namespace = head.namespace else { return }
        let name = String(decoding: namespace, as: UTF8.self)
        guard name == plan.sourceNamespace else {
            throw JobError(
                .format,
                "Invalid namespace \(name) in backup file \(self.file.path) (expected: \(plan.sourceNamespace))"
            )
        }
    }
}
