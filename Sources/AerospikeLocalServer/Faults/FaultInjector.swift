import Synchronization

/// Brings the faults of a plan to a node, and lets go what they hold.
///
/// One injector serves one node, over restarts too: its counts go on.
public final class FaultInjector: Sendable {
    /// What waits to be released.
    private struct Held: Sendable {
        /// Whether the thaw of the node releases it.
        let isFrozen: Bool
        let proceed: @Sendable () -> Void
    }

    private struct State {
        var script: FaultScript
        /// The events that any rule of the script is about.
        var events: Set<FaultEvent>
        var isArmed: Bool
        var isFrozen = false
        var held: [Held] = []
        /// Those who wait for something to be held.
        var observers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

        /// The observers whose wish has come true.
        mutating func takeObservers() -> [CheckedContinuation<Void, Never>] {
            let count = !self.isArmed ? Int.max : self.held.count
            let ready = self.observers.filter { $0.count <= count }.map(\.continuation)
            self.observers.removeAll { $0.count <= count }
            return ready
        }

        /// What a thaw lets go, or, of a release, everything.
        mutating func takeHeld(all: Bool) -> [Held] {
            self.isFrozen = false
            let taken = self.held.filter { all || $0.isFrozen }
            self.held.removeAll { all || $0.isFrozen }
            return taken
        }
    }

    /// How many seconds the node's clock is ahead.
    let clockSkew: Int
    private let state: Mutex<State>

    /// Creates an injector.
    ///
    /// - Parameters:
    ///   - plan: What goes wrong.
    ///   - node: Which node of a cluster this is, counted from 1.
    ///   - isArmed: Whether faults come and are counted from the beginning, or only after `arm`.
    public init(_ plan: FaultPlan, node: Int = 1, isArmed: Bool = true) {
        let part = plan.part(ofNode: node)
        let script = FaultScript(part.rules)
        self.clockSkew = part.clockSkew[nil] ?? 0
        self.state = Mutex(State(script: script, events: script.events, isArmed: isArmed))
    }

    /// Ends all faults, and brings those of another plan once armed; what was counted is forgotten. The clock stays as it is.
    ///
    /// - Parameters:
    ///   - plan: What goes wrong from then on.
    ///   - node: Which node of a cluster this is, counted from 1.
    public func reload(_ plan: FaultPlan, node: Int = 1) {
        self.stop()
        let script = FaultScript(plan.part(ofNode: node).rules)
        self.state.withLock { state in
            state.script = script
            state.events = script.events
        }
    }

    /// The faults that came so far, in their order.
    public var fired: [FiredFault] { self.state.withLock { $0.script.fired } }

    /// Whether faults come.
    public var isArmed: Bool { self.state.withLock { $0.isArmed } }

    /// Lets faults come from now on, counting where it was.
    public func arm() { self.state.withLock { $0.isArmed = true } }

    /// Lets go on what waits until it is released, and thaws the node.
    public func release() {
        for held in self.state.withLock({ $0.takeHeld(all: true) }) { held.proceed() }
    }

    /// Ends all faults, and releases what is held. The clock stays as it is.
    public func stop() {
        let observers = self.state.withLock { state in
            state.isArmed = false
            return state.takeObservers()
        }
        for observer in observers { observer.resume() }
        self.release()
    }

    /// Returns when at least `count` connections are held, by delays or by a frozen node, or faults have ended.
    public func waitUntilHeld(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let ready = self.state.withLock { state in
                state.observers.append((count, continuation))
                return state.takeObservers()
            }
            for observer in ready { observer.resume() }
        }
    }

    /// Lets the node stand still.
    func freeze() { self.state.withLock { $0.isFrozen = $0.isArmed } }

    /// Lets a node that stood still go on.
    func thaw() {
        for held in self.state.withLock({ $0.takeHeld(all: false) }) { held.proceed() }
    }

    /// Holds something until it is released.
    func hold(_ proceed: @escaping @Sendable () -> Void) {
        if !self.hold(Held(isFrozen: false, proceed: proceed)) { proceed() }
    }

    /// Holds something until the node thaws, if it stands still.
    ///
    /// - Returns: Whether it is held.
    func holdIfFrozen(_ proceed: @escaping @Sendable () -> Void) -> Bool {
        self.hold(Held(isFrozen: true, proceed: proceed))
    }

    private func hold(_ held: Held) -> Bool {
        let observers: [CheckedContinuation<Void, Never>]? = self.state.withLock { state in
            guard state.isArmed, !held.isFrozen || state.isFrozen else { return nil }
            state.held.append(held)
            return state.takeObservers()
        }
        for observer in observers ?? [] { observer.resume() }
        return observers != nil
    }

    /// Notes that events happened, all with the same cause, and says which fault comes with them.
    func fault(on events: [FaultEvent]) -> Fault? {
        self.state.withLock { state in
            guard state.isArmed, !state.events.isDisjoint(with: events) else { return nil }
            return state.script.fault(on: events)
        }
    }
}
