import Synchronization

/// A command that goes unanswered once.
final class DroppedCommand: Sendable {
    private let command: Mutex<String?>

    init(_ command: String?) {
        self.command = Mutex(command)
    }

    /// Whether the command is one of those asked, for the first time.
    func isAmong(_ commands: [String]) -> Bool {
        self.command.withLock { command in
            guard let wanted = command, commands.contains(wanted) else { return false }
            command = nil
            return true
        }
    }
}
