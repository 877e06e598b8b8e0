extension SharedMemorySession {
    /// Saves a namespace.
    ///
    /// - Returns: Whether that was done.
    func backup(_ namespace: String) -> Bool {
        var table: SegmentTable?
        var directory: SegmentDirectory?
        do throws(SharedMemoryError) {
            directory = try self.directoryOfBackup(namespace)
            let all = try MemoryListing.segments()
            guard let set = try SegmentSet.find(namespace, instance: self.instance, in: all) else {
                throw Self.nothing(namespace, self.instance, in: all)
            }
            table = SegmentTable(set)
            let snapshot = try self.snapshot(of: set, table: &table)
            if let table {
                for line in table.lines { self.report.say(line) }
                self.report.say()
            }
            try self.check(set, directory)
            try self.checkRoom(snapshot, directory)
            guard !self.options.isAnalysis else {
                self.report.say(self.command("-b", namespace, "-z", isCompressed: self.options.isCompressed))
                self.report.add(namespace, table: table, result: "possible")
                return true
            }
            guard let directory else { return false }
            try self.save(set, snapshot, to: directory, table)
            self.report.add(namespace, table: table, result: "saved")
            return true
        } catch {
            directory?.removeIfNew()
            self.report.fail(error)
            self.report.add(namespace, table: table, result: "failed")
            return false
        }
    }

    private func directoryOfBackup(_ namespace: String) throws(SharedMemoryError) -> SegmentDirectory? {
        guard let path = self.options.path else { return nil }
        let directory = try SegmentDirectory(path, for: self.options.isAnalysis ? .lookingBeforeWriting : .writing)
        if directory.isNew {
            self.report.say("Created backup directory '\(path)'.")
            self.report.say()
        }
        guard !self.options.isAnalysis else { return directory }
        let completed = try UnfinishedBackup.complete(namespace: namespace, instance: self.instance, in: directory)
        if let completed { self.report.notice(completed) }
        return directory
    }

    /// Attaches the segments. With `-c` their checksums go into the table, as they are before anything is copied.
    private func snapshot(of set: SegmentSet, table: inout SegmentTable?) throws(SharedMemoryError) -> SegmentSnapshot {
        let snapshot = try SegmentSnapshot(set)
        if self.options.comparesChecksums {
            table?.checksums = try snapshot.checksums(threads: self.threads)
        }
        return snapshot
    }

    private func check(_ set: SegmentSet, _ directory: SegmentDirectory?) throws(SharedMemoryError) {
        var problems = SanityCheck.problems(of: set)
        if let directory {
            let files = try FileListing.segments(directory)
            problems += SanityCheck.conflicts(of: set, with: files, directory: directory.path)
            let manifest = SegmentManifest.name(namespace: set.namespace, instance: set.instance)
            if problems.isEmpty, try directory.names().contains(manifest) {
                problems.append(
                    "Found the manifest '\(directory.path)/\(manifest)' of another backup, whose files are gone."
                )
            }
        }
        guard problems.isEmpty else {
            throw SharedMemoryError(.unsuitable, problems + ["Failed backup sanity check for \(set.title)."])
        }
    }

    /// Makes sure that there is room, or says that there may be too little.
    private func checkRoom(_ snapshot: SegmentSnapshot, _ directory: SegmentDirectory?) throws(SharedMemoryError) {
        guard let directory else { return }
        let room = snapshot.room(isCompressed: self.options.isCompressed)
        switch room.verdict(available: directory.availableBytes, path: directory.path) {
        case .enough: return
        case .doubtful(let notice): self.report.notice(notice)
        case .tooLittle(let reason): throw SharedMemoryError(.noRoom, reason)
        }
    }

    private func save(
        _ set: SegmentSet,
        _ snapshot: SegmentSnapshot,
        to directory: SegmentDirectory,
        _ table: SegmentTable?
    ) throws(SharedMemoryError) {
        if let removed = try UnfinishedBackup.remove(for: set, in: directory) { self.report.notice(removed) }
        let run = BackupRun(
            snapshot: snapshot,
            directory: directory,
            isCompressed: self.options.isCompressed,
            checksums: table?.checksums,
            threads: self.threads,
            progress: self.meter(total: set.size)
        )
        do throws(SharedMemoryError) {
            try run.save()
        } catch {
            throw error.adding("Failed to back up \(set.segments.count) Aerospike database segments.")
        }
        self.report.say()
        self.report.say("Successfully backed up \(set.segments.count) Aerospike database segments.")
    }

    private static func nothing(_ namespace: String, _ instance: Int, in all: [Segment]) -> SharedMemoryError {
        let unreadable = all.filter { $0.key.instance == instance && $0.header == nil && $0.key.kind == .base }
        var message = "Did not find any Aerospike database segments, instance \(instance), namespace '\(namespace)'"
        if let first = unreadable.first {
            message += "; the header of segment \(first.key) could not be read, which takes the rights of its owner"
        }
        return SharedMemoryError(.notFound, message + ".")
    }

    /// The command that would do what was analysed.
    func command(_ operation: String, _ namespace: String, _ letter: String, isCompressed: Bool) -> String {
        var words = [
            "asmt", operation, "-i", "\(self.instance)", "-p", self.options.path ?? "<directory>", "-n", namespace,
        ]
        if isCompressed { words.append(letter) }
        if self.options.comparesChecksums { words.append("-c") }
        return words.joined(separator: " ")
    }
}
