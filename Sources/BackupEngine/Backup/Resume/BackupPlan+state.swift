import AerospikeProtocol
import BackupStorage

extension BackupPlan {
    /// The partitions asked for; `nil` if only the cluster knows them.
    var wantedPartitions: Set<PartitionID>? {
        guard self.withRecords else { return [] }
        return switch self.partitions {
        case .partitions(let selection): Set(selection.starts.map(\.partition))
        case .masters: nil
        }
    }

    /// The nodes whose partitions are wanted, in a fixed order; none if they are not chosen by nodes.
    var nodeList: [String] {
        switch self.partitions {
        case .partitions: []
        case .masters(let addresses): addresses.sorted()
        }
    }

    /// Where the state file goes (`Spec/semantics.md` §A8).
    ///
    /// - Parameter isDirectory: Whether a path is that of a directory.
    package func stateFile(isDirectory: (String) -> Bool) -> String {
        let name = "\(self.prefix).asb.state"
        if let path = self.stateDestination {
            // The directory of the backup may still have to be made.
            let isDirectory = self.isDirectory(path) || isDirectory(path)
            return isDirectory ? Self.path(of: name, in: path) : path
        }
        switch self.destination {
        case .directory(let path, _): return Self.path(of: name, in: path)
        case .file(let path): return path + ".state"
        case .standardOutput, .nowhere: return name
        }
    }

    /// The digests behind which the user wants partitions to begin, as the option that says so; without values if all
    /// partitions are wanted from their start.
    var digestOption: BackupFingerprint.Option {
        guard self.withRecords, case .partitions(let selection) = self.partitions else {
            return BackupFingerprint.Option("partition-list", [])
        }
        let digests = selection.starts.compactMap(\.after)
        let isWholeRest = digests.first.map { selection == PartitionSelection(after: $0) } ?? false
        return BackupFingerprint.Option(
            isWholeRest ? "after-digest" : "partition-list",
            digests.map { Base64.encode($0.bytes) }
        )
    }

    /// The path of a file that a state names; `nil` for standard output, which cannot be read.
    func path(ofFile name: String) -> String? {
        switch self.destination {
        case .directory(let path, _): Self.path(of: name, in: path)
        case .file(let path): path
        case .standardOutput, .nowhere: nil
        }
    }

    /// Whether the state file lies beside the backup, so that it can be of no other one.
    var hasStateBeside: Bool {
        switch self.destination {
        case .directory: !self.hasStateElsewhere
        case .file: self.stateDestination == nil
        case .standardOutput, .nowhere: false
        }
    }

    /// Whether the user wants the state file somewhere that must be there before anything is made.
    var hasStateElsewhere: Bool { self.stateDestination.map { !self.isDirectory($0) } ?? false }

    /// Whether a path is that of the backup's directory, which may still have to be made.
    private func isDirectory(_ path: String) -> Bool {
        self.directory.map { PathComparison.isSame($0, path) } ?? false
    }

    private var directory: String? {
        if case .directory(let path, _) = self.destination { return path }
        return nil
    }

    /// What names of files begin with.
    private var prefix: String {
        if case .directory(_, let prefix) = self.destination { return prefix }
        return self.namespace
    }

    private static func path(of name: String, in directory: String) -> String {
        directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }
}
