extension BackupState {
    /// Creates the state of a plan's backup that has written nothing; which partitions it wants is not known here.
    package init(plan: BackupPlan) {
        let destination: Destination =
            switch plan.destination {
            case .directory, .nowhere: .directory
            case .file(let path): .file(path: path)
            case .standardOutput: .standardOutput(start: [])
            }
        self.init(options: BackupFingerprint(plan), destination: destination)
    }

    /// What the file that all workers share is called here.
    static func sharedName(_ plan: BackupPlan) -> String {
        if case .file(let path) = plan.destination { path } else { "-" }
    }
}
