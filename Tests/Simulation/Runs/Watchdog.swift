import Glibc

/// Ends what hangs; what cannot even be cancelled ends the process.
struct Watchdog: Sendable {
    /// How long something may take, in seconds.
    let limit: Int
    /// What is watched, in words.
    let name: String
    /// The command that repeats it.
    let repeating: String
    let log: LineLog

    /// How long something may take to end once it is cancelled, in seconds.
    private static let patience = 120

    /// Runs something.
    ///
    /// - Throws: `Finding` if it takes too long; what `body` throws.
    func watch<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask { [limit = self.limit] in
                try await Task.sleep(for: .seconds(limit))
                return nil
            }
            defer { group.cancelAll() }
            if let first = try await group.next(), let value = first { return value }
            group.cancelAll()
            let alarm = Alarm(seconds: Self.patience) { self.giveUp() }
            defer { alarm.cancel() }
            _ = try? await group.next()
            throw Finding("it took more than \(self.limit) s")
        }
    }

    private func giveUp() {
        print("\(self.name): hangs, and cannot be cancelled; to repeat: \(self.repeating)")
        for line in self.log.lines.suffix(30) { print("    \(line)") }
        fflush(nil)
        exit(1)
    }
}
