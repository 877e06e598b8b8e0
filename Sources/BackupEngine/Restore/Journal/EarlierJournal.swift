import BackupStorage

/// The journal that an earlier run left. As long as this is there no other restore can go on with it.
struct EarlierJournal {
    /// The most bytes of a journal: what a restore of some terabytes appends.
    private static let largest = 1 << 30

    /// What the journal says.
    let state: JournalState
    private let file: JournalFile

    /// Opens the journal with which a restore is to go on.
    ///
    /// - Returns: `nil` if it begins anew.
    /// - Throws: `JobError` if it is no journal; `StorageError`, of code `occupied` if another restore is using it.
    init?(_ journal: RestorePlan.Journal) throws {
        guard case .resume(let path) = journal else { return nil }
        let (file, bytes) = try JournalFile.open(path: path, limit: Self.largest)
        do throws(JournalFault) {
            self.state = try JournalState(text: bytes)
        } catch {
            throw JobError(.input, "File \(path) is no journal of a restore: line \(error.line): \(error.reason)")
        }
        self.file = file
    }

    /// Checks that a restore can go on with it.
    ///
    /// - Parameter journal: What is known of that restore before anything is done.
    /// - Throws: `JobError` that says what is different.
    func check(_ journal: JournalState) throws(JobError) {
        guard let difference = self.state.difference(from: journal) else { return }
        throw JobError(.input, "The restore of journal \(self.file.path) cannot go on: \(difference)")
    }

    /// Puts a journal in its place that goes on.
    ///
    /// - Throws: `StorageError`.
    func replaced(with text: [UInt8]) throws(StorageError) -> JournalFile {
        // Nobody may go on with the old one in between.
        defer { withExtendedLifetime(self.file) {} }
        return try JournalFile.replace(path: self.file.path, text)
    }
}
