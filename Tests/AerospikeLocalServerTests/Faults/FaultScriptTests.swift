import Testing

@testable import AerospikeLocalServer

@Suite struct FaultScriptTests {
    private func faults(_ text: String, _ events: [[FaultEvent]]) throws -> [Fault?] {
        var script = FaultScript(try FaultPlan(parsing: text).rules)
        return events.map { script.fault(on: $0) }
    }

    @Test func `counts each event from one`() throws {
        let events: [[FaultEvent]] = [[.message, .info], [.message, .scan], [.message, .scan], [.message, .scan]]
        #expect(try self.faults("scan#2=reset", events) == [nil, nil, .end(.reset), nil])
        #expect(try self.faults("message#2=reset", events) == [nil, .end(.reset), nil, nil])
        #expect(try self.faults("message%2=close", events) == [nil, .end(.close), nil, .end(.close)])
        #expect(try self.faults("scan#2-=reset", events) == [nil, nil, .end(.reset), .end(.reset)])
    }

    @Test func `takes the first rule that fits`() throws {
        let events: [[FaultEvent]] = [[.message, .scan], [.message, .scan]]
        #expect(try self.faults("scan#2=reset;message=close", events) == [.end(.close), .end(.reset)])
    }

    @Test func `remembers what came`() throws {
        var script = FaultScript(try FaultPlan(parsing: "info#2=reset").rules)
        for _ in 0..<3 { _ = script.fault(on: [.info]) }
        #expect(script.fired == [FiredFault(event: .info, number: 2, fault: .end(.reset))])
    }

    @Test func `leaves other nodes alone`() throws {
        let plan = try FaultPlan(parsing: "2/info=reset")
        #expect(FaultInjector(plan, node: 1).fault(on: [.info]) == nil)
        #expect(FaultInjector(plan, node: 2).fault(on: [.info]) == .end(.reset))
    }

    @Test func `comes only while it is armed`() throws {
        let injector = FaultInjector(try FaultPlan(parsing: "info#1-2=reset"), isArmed: false)
        #expect(injector.fault(on: [.info]) == nil)
        injector.arm()
        #expect(injector.fault(on: [.info]) == .end(.reset))
        injector.stop()
        #expect(injector.fault(on: [.info]) == nil)
        injector.arm()
        #expect(injector.fault(on: [.info]) == .end(.reset))
        #expect(injector.fault(on: [.info]) == nil)
    }

    @Test func `begins again with another plan`() throws {
        let injector = FaultInjector(try FaultPlan(parsing: "info#2=reset"))
        #expect(injector.fault(on: [.info]) == nil)
        injector.reload(try FaultPlan(parsing: "2/scan=reset;info#2=close"))
        #expect(injector.fault(on: [.info]) == nil)
        injector.arm()
        #expect([[.info], [.info], [.scan]].map { injector.fault(on: $0) } == [nil, .end(.close), nil])
        #expect(injector.fired == [FiredFault(event: .info, number: 2, fault: .end(.close))])
    }
}
