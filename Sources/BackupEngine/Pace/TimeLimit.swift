/// A limit of time as users give it: in milliseconds, 0 for none.
package struct TimeLimit: Hashable, Sendable {
    /// Longer than anything lasts: a year.
    private static let unlimited = Duration.seconds(365 * 86_400)

    private let value: Int

    /// Creates a limit of so many milliseconds; 0 or less for none.
    package init(_ milliseconds: Int) { self.value = max(0, milliseconds) }

    /// The limit as the server takes it: milliseconds, 0 for its default.
    package var milliseconds: UInt32 { UInt32(clamping: self.value) }

    /// The limit for waiting.
    package var duration: Duration { self.value == 0 ? Self.unlimited : .milliseconds(self.value) }
}
