import AerospikeProtocol

extension FaultPlan {
    /// The results that real servers answer scans with, under load or while partitions move (`Spec/wire-protocol.md` §16).
    private static let scanResults: [UInt8] = [1, 2, 7, 9, 11, 14, 15, 18, 22, 83, 151, 152]
    /// The results of single records.
    private static let recordResults: [UInt8] = [1, 2, 7, 8, 9, 11, 14, 15, 18, 22, 83, 151, 152]
    /// The results of whole batches.
    private static let batchResults: [UInt8] = [1, 2, 7, 9, 11, 14, 15, 18, 22, 83, 151, 152]

    /// A plan that is always the same for the same arguments. Clocks stay as they are: what becomes of void times then is
    /// another question than what faults do.
    ///
    /// - Parameters:
    ///   - seed: Chooses the plan.
    ///   - faults: The number of rules.
    ///   - nodes: The number of nodes; each rule is for one of them.
    ///   - reach: Faults come within so many occurrences of their events.
    public static func seeded(_ seed: UInt64, faults: Int = 5, nodes: Int = 1, reach: Int = 20) -> FaultPlan {
        var random = SeededGenerator(seed: seed)
        return FaultPlan((0..<faults).map { _ in Self.rule(nodes: nodes, reach: max(1, reach), using: &random) })
    }

    private static func rule(nodes: Int, reach: Int, using random: inout SeededGenerator) -> FaultRule {
        let events: [FaultEvent] = [
            .connection, .message, .info, .scan, .scan, .scan, .batch, .batch, .batch, .record, .partition, .write,
            .read, .index,
        ]
        let event = events[Int.random(in: 0..<events.count, using: &random)]
        let spread = event == .write || event == .partition ? reach * 50 : reach
        let first = Int.random(in: 1...spread, using: &random)
        let last = first + (Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 0...5, using: &random) : 0)
        return FaultRule(
            event,
            at: FaultRule.Occurrences(first: first, last: last),
            Self.fault(at: event, using: &random),
            node: nodes > 1 ? Int.random(in: 1...nodes, using: &random) : nil
        )
    }

    private static func fault(at event: FaultEvent, using random: inout SeededGenerator) -> Fault {
        switch event {
        case .connection:
            return .end(Int.random(in: 0..<4, using: &random) == 0 ? .silence : .reset)
        case .partition:
            return .result(
                Self.code(of: Self.scanResults, using: &random),
                afterRecords: Int.random(in: 0...3, using: &random)
            )
        case .read:
            return .result(Self.code(of: Self.recordResults, using: &random), afterRecords: nil)
        case .write:
            let code = Self.code(of: Self.recordResults, using: &random)
            return Bool.random(using: &random) ? .result(code, afterRecords: nil) : .applied(code)
        case .index:
            return .load(Int.random(in: 0...99, using: &random))
        case .message, .info, .scan, .batch, .record:
            return Self.answerFault(at: event, using: &random)
        }
    }

    private static func answerFault(at event: FaultEvent, using random: inout SeededGenerator) -> Fault {
        let endings = FaultEnding.allCases
        let ending = endings[Int.random(in: 0..<endings.count, using: &random)]
        // Most answers are small, and those of scans are not.
        let place = Int.random(in: 0..<(1 << Int.random(in: 1...16, using: &random)), using: &random)
        let message = Int.random(in: 1...3, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .end(ending)
        case 1: return .cut(after: place, ending)
        case 2: return .delay(.milliseconds(Int.random(in: 0...50, using: &random)), at: place)
        case 3:
            return .garble(at: Int.random(in: 0..<8, using: &random), mask: UInt8.random(in: 1...255, using: &random))
        case 4: return .length(UInt64.random(in: 0...0xFFFF_FFFF_FFFF, using: &random), message: message)
        case 5: return .type(UInt8.random(in: 0...9, using: &random), message: message)
        case 6: return .freeze(.milliseconds(Int.random(in: 0...50, using: &random)))
        default: return Self.resultFault(at: event, using: &random)
        }
    }

    private static func resultFault(at event: FaultEvent, using random: inout SeededGenerator) -> Fault {
        switch event {
        case .scan:
            let records = Int.random(in: 0...100, using: &random)
            let code = Self.code(of: Self.scanResults, using: &random)
            return .result(code, afterRecords: Bool.random(using: &random) ? records : nil)
        case .batch:
            let code = Self.code(of: Self.batchResults, using: &random)
            return Bool.random(using: &random) ? .result(code, afterRecords: nil) : .applied(code)
        default:
            return .result(Self.code(of: Self.recordResults, using: &random), afterRecords: nil)
        }
    }

    private static func code(of codes: [UInt8], using random: inout SeededGenerator) -> ResultCode {
        ResultCode(rawValue: codes[Int.random(in: 0..<codes.count, using: &random)])
    }
}
