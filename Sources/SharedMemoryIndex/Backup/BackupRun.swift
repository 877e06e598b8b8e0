/// Saves the segments of a set to files (`Spec/asmt.md` §5).
struct BackupRun: Sendable {
    /// The segments.
    let snapshot: SegmentSnapshot
    /// Where the files go.
    let directory: SegmentDirectory
    /// Whether they are compressed.
    let isCompressed: Bool
    /// The CRC-32 that the segments had before; `nil` if they are not to be compared.
    let checksums: [SegmentKey: UInt32]?
    /// How many threads work.
    let threads: Int
    /// Counts what is done.
    let progress: ProgressMeter

    /// Saves everything: after this all files are there and on the disk, or none is.
    ///
    /// - Throws: `SharedMemoryError` with what prevented it.
    func save() throws(SharedMemoryError) {
        var files: [BackupFile] = []
        let manifest: SegmentManifest
        do throws(SharedMemoryError) {
            for part in self.snapshot.parts {
                files.append(
                    try BackupFile(
                        part.segment,
                        attached: part.attached,
                        holes: part.holes,
                        isCompressed: self.isCompressed,
                        in: self.directory
                    )
                )
            }
            for file in files { try file.reserve() }
            try self.copy(files)
            try self.compare(files)
            try self.snapshot.checkIsUnused()
            manifest = try self.commit(files)
        } catch {
            self.progress.end()
            for file in files { self.directory.remove(file.name.text + SegmentFileName.unfinished) }
            throw error
        }
        self.progress.end()
        // What fails from here on is completed by the next run.
        try UnfinishedBackup.finish(manifest, in: self.directory)
    }

    private func copy(_ files: [BackupFile]) throws(SharedMemoryError) {
        let run = CopyRun(pieces: files.map(\.layout.count), progress: self.progress)
        let window = self.threads + 2
        let wantsChecksums = self.checksums != nil
        try run.perform(
            threads: self.threads,
            makeWorker: { () throws(SharedMemoryError) in
                WorkerBox(try BackupWorker(files: files, run: run, window: window, wantsChecksums: wantsChecksums))
            },
            stopped: { for file in files { file.state.change { _ in } } },
            { worker, task throws(SharedMemoryError) in try worker.worker.save(task) }
        )
    }

    private func compare(_ files: [BackupFile]) throws(SharedMemoryError) {
        guard let checksums = self.checksums else { return }
        for file in files where checksums[file.segment.key] != file.checksum {
            throw SharedMemoryError(.damaged, "crc32-check failed for \(file.segment.key.kind.words) segment.")
        }
    }

    /// Writes the manifest and gives it its name: from then on a second run finishes what is left.
    private func commit(_ files: [BackupFile]) throws(SharedMemoryError) -> SegmentManifest {
        let set = self.snapshot.set
        let manifest = SegmentManifest(
            namespace: set.namespace,
            instance: set.instance,
            files: files.map(\.manifestEntry)
        )
        let name = SegmentManifest.name(namespace: set.namespace, instance: set.instance)
        let unfinished = name + SegmentFileName.unfinished
        let file = try self.directory.create(unfinished)
        do throws(SharedMemoryError) {
            try file.write(manifest.text, at: 0)
            try file.finish(owner: set.segments[0].owner)
            try self.directory.rename(unfinished, to: name)
        } catch {
            self.directory.remove(unfinished)
            throw error
        }
        self.directory.synchronize()
        return manifest
    }

    private final class WorkerBox {
        var worker: BackupWorker

        init(_ worker: consuming BackupWorker) { self.worker = worker }
    }
}
