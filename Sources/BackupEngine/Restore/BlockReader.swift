import AerospikeProtocol
import BackupFormat

/// Walks through a piece of a file and says what is found next.
///
/// Never waits; the shell around it does (`PieceRestorer`).
struct BlockReader: ~Copyable {
    /// What was found, or what is needed.
    enum Step {
        /// A batch is full.
        case send(RecordBatch)
        /// Records of another namespace follow; what was collected must be sent and the collector begun anew.
        case newNamespace(String)
        /// An index.
        case index(SecondaryIndexDefinition)
        /// A module.
        case module(FunctionModule)
        /// The piece ends.
        case end
        /// Nothing more of the file is wanted.
        case enough
        /// The text is no backup from here on, or a record is of the wrong namespace.
        case damage(JobError)
    }

    private var parser: BlockParser
    private var layout = RecordLayout()
    /// How far the window is parsed.
    private(set) var offset = 0
    /// Where indexes and modules stand.
    private(set) var globals: [Range<Int>] = []
    private var parsedBytes: UInt64 = 0
    private let withRecords: Bool
    private let checksNamespaces: Bool
    private let plan: RestorePlan
    /// The records on their way.
    var collector: RecordCollector

    /// Creates a reader at the start of a piece.
    init(piece: FilePiece, file: String, plan: RestorePlan, form: RecordBatch.Form?, buffers: RestoreBuffers) {
        self.parser = BlockParser(fileName: file, legacy: piece.isLegacy)
        self.parser.firstLine = piece.firstLine
        self.collector = RecordCollector(plan: plan, form: form, buffers: buffers)
        self.withRecords = plan.withRecords || plan.validatesOnly
        self.checksNamespaces = !plan.targetNamespace.isEmpty
        self.plan = plan
    }

    /// Goes on to the next thing to be done.
    ///
    /// - Parameter window: The bytes of the piece.
    mutating func next(_ window: RawSpan) -> Step {
        do throws(FormatError) {
            return try self.nextBlock(window)
        } catch {
            // Where the text ends says little; where the block begins that did not end says what was cut.
            var error = error
            if error.code == .unexpectedEnd {
                error.message += " of the block that begins in line \(self.line(at: self.offset, in: window))"
            }
            return .damage(JobError(error, file: self.parser.fileName))
        }
    }

    private mutating func nextBlock(_ window: RawSpan) throws(FormatError) -> Step {
        while true {
            let result = try self.parser.parseBlock(
                window,
                at: self.offset,
                isFinal: true,
                into: &self.layout
            )
            switch result {
            case .end: return .end
            case .needMore:
                // A piece is parsed as final, so that this cannot be; if it were, nothing of it may be lost silently.
                throw FormatError(.unexpectedEnd, "Unexpected end of a piece of the file")
            case .index(var definition, let next):
                try self.rename(&definition, in: window)
                self.globals.append(self.offset..<next)
                self.advance(to: next)
                return .index(definition)
            case .module(let module, let next):
                self.globals.append(self.offset..<next)
                self.advance(to: next)
                return .module(module)
            case .record(let next):
                guard self.withRecords else { return .enough }
                switch try self.collector.take(&self.layout, window: window, place: self.offset..<next) {
                case .proceed: self.advance(to: next)
                case .full(let batch):
                    self.advance(to: next)
                    return .send(batch)
                case .fullBefore(let batch): return .send(batch)
                case .otherNamespace(let namespace): return .newNamespace(namespace)
                case .wrongNamespace(let namespace): throw self.wrongNamespace(namespace, in: window)
                }
            }
        }
    }

    private mutating func advance(to next: Int) {
        self.parsedBytes += UInt64(next - self.offset)
        self.offset = next
    }

    /// With two namespaces an index must be of the first and becomes one of the second (`Spec/semantics.md` §B9).
    private func rename(_ definition: inout SecondaryIndexDefinition, in window: RawSpan) throws(FormatError) {
        guard self.checksNamespaces else { return }
        guard definition.namespace.hasSameBytes(as: self.plan.sourceNamespace) else {
            throw FormatError(
                .badText,
                "Invalid namespace \(definition.namespace) in index \(definition.name), expected: "
                    + "\(self.plan.sourceNamespace) (line \(self.line(at: self.offset, in: window)))"
            )
        }
        definition.namespace = self.plan.targetNamespace
    }

    private func wrongNamespace(_ name: String, in window: RawSpan) -> FormatError {
        let range = self.layout.namespace.range
        // The original names the byte behind the namespace, which it has just read: `+ n ` and the name stand before it.
        return FormatError(
            .badText,
            "Invalid namespace \(name) in backup record, expected: \(self.plan.sourceNamespace) "
                + "(line \(self.line(at: range.lowerBound, in: window)), col \(range.count + 5))"
        )
    }

    private func line(at offset: Int, in window: RawSpan) -> Int {
        var line = self.parser.firstLine
        for index in 0..<offset where window.byte(at: index) == 0x0A { line += 1 }
        return line
    }

    /// Sets the time against which void times are compared, in seconds since 2010.
    mutating func setTime(_ now: UInt64) { self.collector.setTime(now) }

    /// The number of bytes parsed since the last call.
    mutating func takeParsedBytes() -> UInt64 {
        defer { self.parsedBytes = 0 }
        return self.parsedBytes
    }
}
