import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

@Suite struct `The text form of faults` {
    @Test(arguments: [
        ("scan=reset", FaultRule(.scan, .end(.reset))),
        ("connection#3=close", FaultRule(.connection, at: .only(3), .end(.close))),
        ("message#2-=half-close", FaultRule(.message, at: .init(first: 2), .end(.halfClose))),
        ("info%10=silence", FaultRule(.info, at: .init(first: 10, step: 10), .end(.silence))),
        ("batch#5-50%5=cut@100", FaultRule(.batch, at: .init(first: 5, last: 50, step: 5), .cut(after: 100, .reset))),
        ("record=cut:close@0", FaultRule(.record, .cut(after: 0, .close))),
        ("scan=delay:250", FaultRule(.scan, .delay(.milliseconds(250), at: 0))),
        ("scan=delay:held@7", FaultRule(.scan, .delay(.untilReleased, at: 7))),
        ("info=garble@3", FaultRule(.info, .garble(at: 3, mask: 255))),
        ("info=garble:1@3", FaultRule(.info, .garble(at: 3, mask: 1))),
        ("batch=length:281474976710655", FaultRule(.batch, .length(0xFFFF_FFFF_FFFF, message: 1))),
        ("scan=type:9@2", FaultRule(.scan, .type(9, message: 2))),
        ("scan=result:15", FaultRule(.scan, .result(.scanAborted, afterRecords: nil))),
        (
            "partition#7=result:11@2",
            FaultRule(.partition, at: .only(7), .result(.partitionUnavailable, afterRecords: 2))
        ),
        (
            "2/write#1-=result:8",
            FaultRule(.write, at: .init(first: 1), .result(.outOfSpace, afterRecords: nil), node: 2)
        ),
        ("write=applied:9", FaultRule(.write, .applied(.timeout))),
        ("message=freeze:held", FaultRule(.message, .freeze(.untilReleased))),
        ("index=load:40", FaultRule(.index, .load(40))),
    ])
    func `names event, occurrences, fault and place`(text: String, rule: FaultRule) throws {
        #expect(try FaultPlan(parsing: text) == FaultPlan([rule]))
    }

    @Test func `joins rules by semicolons, and clocks`() throws {
        let plan = try FaultPlan(parsing: " scan=reset ;2/clock=skew:-60; clock=skew:5 ;")
        #expect(plan == FaultPlan([FaultRule(.scan, .end(.reset))], clockSkew: [2: -60, nil: 5]))
        #expect(plan.part(ofNode: 2).clockSkew == [nil: -60])
        #expect(plan.part(ofNode: 1).clockSkew == [nil: 5])
    }

    @Test(arguments: [
        ("scan", "no '='"), ("scam=reset", "no event 'scam'"), ("scan=rest", "no fault 'rest'"),
        ("scan#0=reset", "FIRST '0'"), ("scan#4-3=reset", "LAST '3'"), ("scan%0=reset", "STEP '0'"),
        ("x/scan=reset", "NODE 'x'"), ("scan=cut", "PLACE is missing"), ("scan=cut:up@3", "no fault 'up'"),
        ("scan=result:256", "CODE '256'"), ("scan=result", "CODE is missing"), ("scan=type:1@0", "PLACE '0'"),
        ("scan=length:281474976710656", "SIZE '281474976710656'"), ("write=reset", "cannot come at event 'write'"),
        ("connection=cut@3", "cannot come at event 'connection'"), ("batch=result:1@5", "cannot come at event 'batch'"),
        ("scan=applied:1", "cannot come at event 'scan'"), ("clock=reset", "skew:SECONDS"),
        ("clock=skew:x", "SECONDS 'x'"), ("scan=delay:soon", "MILLISECONDS 'soon'"),
        ("scan=reset:1", "no fault 'reset:1'"),
    ])
    func `is refused with the rule and what is wrong with it`(text: String, problem: String) {
        let error = #expect(throws: LocalServerError.self) { try FaultPlan(parsing: "info=reset; \(text)") }
        #expect(error?.code == .badFault)
        #expect(error?.message.hasPrefix("fault '\(text)': ") == true)
        #expect(error?.message.contains(problem) == true)
    }

    @Test(arguments: [
        ("9/scan=reset", 2, "fault '9/scan=reset': there is no node 9, only 1 to 2"),
        ("2/info=close", 1, "fault '2/info=close': there is no node 2, only one"),
        ("3/clock=skew:5", 2, "fault '3/clock=skew:5': there is no node 3, only 1 to 2"),
        ("scan=delay:held", 2, "fault 'scan=delay:held@0': 'held' never ends here, expected a number of milliseconds"),
        (
            "1/message#2=freeze:held", 2,
            "fault '1/message#2=freeze:held': 'held' never ends here, expected a number of milliseconds"
        ),
    ])
    func `is refused by the command if it can never come, or never ends`(text: String, nodes: Int, problem: String) {
        let error = #expect(throws: LocalServerError.self) {
            try FaultPlan(parsing: "info=reset; \(text)").validate(nodes: nodes)
        }
        #expect(error?.code == .badFault && error?.message == problem)
    }

    @Test func `is taken by the command if it can come and ends`() throws {
        let text = "2/scan=reset; 1/clock=skew:5; scan=delay:5@3; message=freeze:10; scan#2=silence"
        try FaultPlan(parsing: text).validate(nodes: 2)
    }

    @Test(arguments: UInt64(0)..<200)
    func `tells a seeded plan, and reads it back`(seed: UInt64) throws {
        let plan = FaultPlan.seeded(seed, faults: 20, nodes: 3)
        #expect(try FaultPlan(parsing: plan.description) == plan)
        #expect(plan == FaultPlan.seeded(seed, faults: 20, nodes: 3))
        #expect(plan != FaultPlan.seeded(seed + 1, faults: 20, nodes: 3))
        #expect(plan.rules.count == 20)
        #expect(plan.rules.allSatisfy { $0.fault.fits($0.event) && (1...3).contains($0.node ?? 0) })
    }

    @Test func `has every event, and every result of scans, records and batches, in some seeded plan`() {
        let rules = (UInt64(0)..<100).flatMap { FaultPlan.seeded($0, faults: 200).rules }
        #expect(Set(rules.map(\.event)) == Set(FaultEvent.allCases))
        let codes: Set<UInt8> = [1, 2, 7, 9, 11, 14, 15, 18, 22, 83, 151, 152]
        for event in [FaultEvent.scan, .partition, .record, .write, .read, .batch] {
            let drawn = rules.filter { $0.event == event }.compactMap { rule in
                switch rule.fault {
                case .result(let code, afterRecords: _), .applied(let code): code.rawValue
                default: nil
                }
            }
            #expect(codes.isSubset(of: drawn), "\(event)")
        }
    }
}
