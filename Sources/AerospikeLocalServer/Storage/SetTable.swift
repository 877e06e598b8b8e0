import AerospikeProtocol
import Synchronization

/// The sets of a namespace: names given numbers, and what they hold.
final class SetTable: Sendable {
    /// What is known of a set.
    struct Entry: Sendable {
        /// The set's name.
        let name: [UInt8]
        /// The name as a field of a message: size, type 1, name; empty for no set.
        let field: [UInt8]
        /// The number of records.
        var objects: Int
        /// The bytes of the records' bodies.
        var bytes: Int
        /// The last-update time before which records were removed, in milliseconds since 1970; 0 for never.
        var truncatedBefore: UInt64
    }

    private struct State {
        var entries: [Entry]
        var numbers: [[UInt8]: UInt16]
    }

    private let state: Mutex<State>

    /// Creates a table that knows only "no set", number 0.
    init() {
        let none = Entry(name: [], field: [], objects: 0, bytes: 0, truncatedBefore: 0)
        self.state = Mutex(State(entries: [none], numbers: [[]: 0]))
    }

    /// The number of a set, given one now if it is new; `nil` if the namespace has no room for another set.
    func number(creating name: [UInt8]) -> UInt16? {
        self.state.withLock { state in
            if let number = state.numbers[name] { return number }
            guard let number = UInt16(exactly: state.entries.count) else { return nil }
            var field = ByteWriter(capacity: name.count + 5)
            Field(.set, name).write(to: &field)
            state.entries.append(Entry(name: name, field: field.finish(), objects: 0, bytes: 0, truncatedBefore: 0))
            state.numbers[name] = number
            return number
        }
    }

    /// The number of a set; `nil` if no record was ever written to it.
    func number(of name: [UInt8]) -> UInt16? { self.state.withLock { $0.numbers[name] } }

    /// The name of a set by its number; empty for no set.
    func name(of number: UInt16) -> [UInt8] { self.state.withLock { $0.entries[Int(number)].name } }

    /// All sets by number, no set first.
    var entries: [Entry] { self.state.withLock { $0.entries } }

    /// The set fields of all sets by number, for scans.
    var fields: [[UInt8]] { self.state.withLock { $0.entries.map(\.field) } }

    /// Notes that records came or went.
    func add(objects: Int, bytes: Int, to number: UInt16) {
        self.state.withLock { state in
            state.entries[Int(number)].objects += objects
            state.entries[Int(number)].bytes += bytes
        }
    }

    /// Notes a truncation of a set.
    func noteTruncation(of number: UInt16, before milliseconds: UInt64) {
        self.state.withLock { state in
            state.entries[Int(number)].truncatedBefore = max(state.entries[Int(number)].truncatedBefore, milliseconds)
        }
    }
}
