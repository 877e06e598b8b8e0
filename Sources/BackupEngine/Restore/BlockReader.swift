import AerospikeProtocol
import BackupFormat

/// Walks through a file: parses what is in the window and says what is needed or found next.
///
/// Never waits and never reads; the shell around it does (`FileRestorer`).
struct BlockReader: ~Copyable {
    /// What was found, or what is needed.
    enum Step {
        /// More bytes in the window, at least so many if that is known; or `isFinal` to be set.
        case needMore(minimum: Int?)
        /// The head of the file.
        case head(BackupFileHead)
        /// A batch is full.
        case send(RecordBatch)
        /// Records of another namespace follow; what was collected must be sent and the collector begun anew.
        case newNamespace(String)
        /// An index.
        case index(SecondaryIndexDefinition)
        /// A module.
        case module(FunctionModule)
        /// The file ends, or nothing more of it is wanted.
        case end
        /// The text is no backup from here on, or a record is of the wrong namespace.
        case damage(JobError)
    }

    private var parser: BlockParser
    private var layout = RecordLayout()
    /// How far the window is parsed.
    private var offset = 0
    private var parsedBytes: UInt64 = 0
    private var hasHead = false
    private let withRecords: Bool
    private let checksNamespaces: Bool
    private let plan: RestorePlan
    /// The records on their way.
    var collector: RecordCollector
    /// Whether the file ends where the window ends.
    var isFinal = false

    /// Creates a reader at the start of a file.
    init(parser: BlockParser, plan: RestorePlan, form: RecordBatch.Form?) {
        self.parser = parser
        self.collector = RecordCollector(plan: plan, form: form)
        self.withRecords = plan.withRecords || plan.validatesOnly
        self.checksNamespaces = !plan.targetNamespace.isEmpty
        self.plan = plan
    }

    /// Goes on to the next thing to be done.
    ///
    /// - Parameter window: The part of the file in memory, from where `discard` was last called.
    mutating func next(_ window: RawSpan) -> Step {
        do throws(FormatError) {
            guard self.hasHead else { return try self.nextHead(window) }
            return try self.nextBlock(window)
        } catch {
            return .damage(JobError(error, file: self.parser.fileName))
        }
    }

    private mutating func nextHead(_ window: RawSpan) throws(FormatError) -> Step {
        switch try self.parser.parseHead(window, at: 0, isFinal: self.isFinal) {
        case .needMore: return .needMore(minimum: nil)
        case .head(let head, let next):
            self.hasHead = true
            self.advance(to: next)
            return .head(head)
        }
    }

    private mutating func nextBlock(_ window: RawSpan) throws(FormatError) -> Step {
        while true {
            let result = try self.parser.parseBlock(
                window,
                at: self.offset,
                isFinal: self.isFinal,
                into: &self.layout
            )
            switch result {
            case .needMore(let minimum): return .needMore(minimum: minimum)
            case .end: return .end
            case .index(var definition, let next):
                try self.rename(&definition, in: window)
                self.advance(to: next)
                return .index(definition)
            case .module(let module, let next):
                self.advance(to: next)
                return .module(module)
            case .record(let next):
                guard self.withRecords else { return .end }
                switch try self.collector.take(&self.layout, window: window) {
                case .proceed: self.advance(to: next)
                case .full(let batch):
                    self.advance(to: next)
                    return .send(batch)
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
        guard definition.namespace == self.plan.sourceNamespace else {
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

    /// Says how much of the window was parsed; the caller drops so much from its front before anything else.
    mutating func discard(_ window: RawSpan) -> Int {
        self.parser.discard(self.offset, of: window)
        defer { self.offset = 0 }
        return self.offset
    }

    /// Sets the time against which void times are compared, in seconds since 2010.
    mutating func setTime(_ now: UInt64) { self.collector.setTime(now) }

    /// The number of bytes parsed since the last call.
    mutating func takeParsedBytes() -> UInt64 {
        defer { self.parsedBytes = 0 }
        return self.parsedBytes
    }
}
