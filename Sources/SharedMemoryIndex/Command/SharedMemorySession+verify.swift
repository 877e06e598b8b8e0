extension SharedMemorySession {
    /// Checks the files of a directory.
    ///
    /// - Returns: Whether all are what was written.
    func verify() -> Bool {
        do throws(SharedMemoryError) {
            let directory = try SegmentDirectory(self.options.path ?? "", for: .reading)
            let files = try FileListing.segments(directory)
            let sets = try self.namespaces(files, directory)
            var isGood = try self.nobodysFilesAreGood(sets, files, directory)
            guard !sets.isEmpty else {
                throw SharedMemoryError(
                    .notFound,
                    "Did not find any Aerospike database segment files in directory '\(directory.path)'."
                )
            }
            for set in sets { isGood = self.verify(set.namespace, set.instance, files, directory) && isGood }
            return isGood
        } catch {
            self.report.fail(error)
            self.report.add(nil, table: nil, result: "failed")
            return false
        }
    }

    /// The namespaces of files and manifests, or those of the options.
    private func namespaces(
        _ files: [Segment],
        _ directory: SegmentDirectory
    ) throws(SharedMemoryError) -> [(namespace: String, instance: Int)] {
        let instances = self.options.instance.map { $0...$0 } ?? 0...15
        var found: [(namespace: String, instance: Int)] = []
        for instance in instances {
            let names = files.filter { $0.key.instance == instance }.compactMap(\.header?.namespace)
            for name in Set(names).subtracting([""]).sorted() { found.append((name, instance)) }
        }
        guard !self.options.namespaces.isEmpty else { return found }
        return self.options.namespaces.flatMap { name in
            let ours = found.filter { $0.namespace == name }
            return ours.isEmpty ? [(name, self.instance)] : ours
        }
    }

    /// Whether all files are of use that no namespace to be verified is known to have; says what is wrong with them.
    private func nobodysFilesAreGood(
        _ sets: [(namespace: String, instance: Int)],
        _ files: [Segment],
        _ directory: SegmentDirectory
    ) throws(SharedMemoryError) -> Bool {
        guard self.options.namespaces.isEmpty else { return true }
        let instances = self.options.instance.map { $0...$0 } ?? 0...15
        var faults = files.filter { instances.contains($0.key.instance) }.compactMap(\.file?.fault)
        for (namespace, instance) in sets {
            // One that is damaged is said below.
            let manifest = try? SegmentManifest.load(directory, namespace: namespace, instance: instance)
            let known = FileFaults.faults(of: namespace, instance: instance, manifest: manifest, in: files)
            faults.removeAll { known.contains($0) }
        }
        guard !faults.isEmpty else { return true }
        for fault in faults { self.report.fail(fault) }
        self.report.add(nil, table: nil, result: "failed")
        return false
    }

    private func verify(
        _ namespace: String,
        _ instance: Int,
        _ files: [Segment],
        _ directory: SegmentDirectory
    ) -> Bool {
        var table: SegmentTable?
        do throws(SharedMemoryError) {
            let manifest = try SegmentManifest.load(directory, namespace: namespace, instance: instance)
            try FileFaults.check(namespace, instance: instance, manifest: manifest, in: files)
            guard let set = try SegmentSet.find(namespace, instance: instance, in: files) else {
                throw SharedMemoryError(
                    .notFound,
                    "Did not find any Aerospike database segment files, instance \(instance), namespace '\(namespace)'."
                )
            }
            let shown = SegmentTable(set)
            table = shown
            for line in shown.lines { self.report.say(line) }
            self.report.say()
            let problems =
                SanityCheck.problems(of: set) + (manifest?.problems(of: set, directory: directory.path) ?? [])
            guard problems.isEmpty else { throw SharedMemoryError(.unsuitable, problems) }
            var sources: [SourceFile] = []
            for segment in set.segments {
                let entry = manifest?.files.first { $0.name == segment.file?.name.text }
                sources.append(try SourceFile(segment, entry: entry, target: nil, in: directory))
            }
            let meter = self.meter(total: set.size)
            try FileCheck.read(sources, threads: self.threads, wantsChecksums: false, progress: meter)
            self.report.say()
            self.sayResult(set, manifest)
            self.report.add(namespace, table: table, result: "verified")
            return true
        } catch {
            self.report.fail(error)
            self.report.add(namespace, table: table, result: "failed")
            return false
        }
    }

    private func sayResult(_ set: SegmentSet, _ manifest: SegmentManifest?) {
        self.report.say("Successfully verified \(set.segments.count) Aerospike database segment files.")
        let plain = set.segments.filter { $0.file?.name.isCompressed == false }.count
        guard manifest == nil, plain > 0 else { return }
        // Honesty: without a manifest nothing is known of their contents.
        self.report.notice(
            "There is no manifest: of \(plain) file(s) that are not compressed only lengths and headers could be checked."
        )
    }
}
