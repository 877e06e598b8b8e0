import BackupEngine
import Testing

@testable import BackupCommands

/// Signals that come when the journal is removed already, while the summary is printed or connections are closed.
@Suite struct `Failures of asrestore` {
    private static let signal = JobError(.interrupted, "Interrupted by a signal; the work is not complete")

    @Test func `are those of signals as long as something is left to be done`() {
        let failure = RestoreCommand.failure(Self.signal, RestoreEnd())
        #expect((failure as? JobError)?.code == .interrupted)
    }

    @Test func `are none behind the end`() {
        let end = RestoreEnd()
        end.reach(.success(()))
        #expect(RestoreCommand.failure(Self.signal, end) == nil)
    }

    @Test func `are the records that were refused, whatever comes behind the end`() {
        let end = RestoreEnd()
        end.reach(.failure(JobError(.input, "The server refused 3 record(s)")))
        let failure = RestoreCommand.failure(Self.signal, end)
        #expect(failure.map(CommandLineHelp.message)?.contains("refused 3 record(s)") == true)
        #expect(failure is CommandLineHelp.AlreadyReported)
    }
}
