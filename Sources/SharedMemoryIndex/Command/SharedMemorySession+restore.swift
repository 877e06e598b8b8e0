extension SharedMemorySession {
    /// Restores a namespace.
    ///
    /// - Returns: Whether that was done.
    func restore(_ namespace: String) -> Bool {
        var table: SegmentTable?
        do throws(SharedMemoryError) {
            let directory = try SegmentDirectory(self.options.path ?? "", for: .reading)
            try self.checkIsFinished(namespace, directory)
            let files = try FileListing.segments(directory)
            let manifest = try SegmentManifest.load(directory, namespace: namespace, instance: self.instance)
            try FileFaults.check(namespace, instance: self.instance, manifest: manifest, in: files)
            guard let set = try SegmentSet.find(namespace, instance: self.instance, in: files) else {
                throw SharedMemoryError(
                    .notFound,
                    "Did not find any Aerospike database segment files, instance \(self.instance), "
                        + "namespace '\(namespace)'."
                )
            }
            let shown = SegmentTable(set)
            table = shown
            for line in shown.lines { self.report.say(line) }
            self.report.say()
            try self.check(set, manifest, directory)
            guard !self.options.isAnalysis else {
                self.report.say(self.command("-r", namespace, "", isCompressed: false))
                self.report.add(namespace, table: table, result: "possible")
                return true
            }
            try self.make(set, manifest, from: directory)
            self.report.add(namespace, table: table, result: "restored")
            return true
        } catch {
            self.report.fail(error)
            self.report.add(namespace, table: table, result: "failed")
            return false
        }
    }

    /// Completes a backup that was killed when all was written; one that was killed before cannot be restored.
    func checkIsFinished(_ namespace: String, _ directory: SegmentDirectory) throws(SharedMemoryError) {
        let left = try UnfinishedBackup.names(of: (namespace, self.instance), directory)
        guard !left.isEmpty, !self.options.isAnalysis, self.options.operation == .restore else { return }
        let completed = try UnfinishedBackup.complete(namespace: namespace, instance: self.instance, in: directory)
        if let completed { self.report.notice(completed) }
    }

    private func check(
        _ set: SegmentSet,
        _ manifest: SegmentManifest?,
        _ directory: SegmentDirectory
    ) throws(SharedMemoryError) {
        var problems = SanityCheck.problems(of: set) + (manifest?.problems(of: set, directory: directory.path) ?? [])
        var left: Set<UInt32> = []
        if let leftover = try RestoreMarker.leftover(of: set) {
            if self.options.isAnalysis {
                left = Set(leftover.rows.map(\.key))
                self.report.notice("An interrupted restore has left \(left.count) segment(s), which -r removes.")
            } else {
                self.report.notice(leftover.remove(set))
            }
        }
        let memory = try MemoryListing.segments().filter { !left.contains($0.key.value) }
        problems += SanityCheck.conflicts(of: set, with: memory)
        guard problems.isEmpty else {
            throw SharedMemoryError(.unsuitable, problems + ["Failed restore sanity check for \(set.title)."])
        }
    }

    private func make(
        _ set: SegmentSet,
        _ manifest: SegmentManifest?,
        from directory: SegmentDirectory
    ) throws(SharedMemoryError) {
        let run = RestoreRun(
            set: set,
            directory: directory,
            manifest: manifest,
            comparesMemory: self.options.comparesChecksums,
            threads: self.threads,
            progress: self.meter(total: set.size)
        )
        do throws(SharedMemoryError) {
            try run.restore()
        } catch {
            throw error.adding("Failed to restore \(set.segments.count) Aerospike database segment files.")
        }
        self.report.say()
        self.report.say("Successfully restored \(set.segments.count) Aerospike database segment files.")
    }
}
