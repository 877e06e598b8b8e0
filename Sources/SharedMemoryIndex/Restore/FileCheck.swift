/// Reads files of segments, into memory or only to see whether they are what was written.
enum FileCheck {
    /// Reads all files and compares their checksums.
    ///
    /// - Throws: `SharedMemoryError` with what is wrong first.
    static func read(
        _ files: [SourceFile],
        threads: Int,
        wantsChecksums: Bool,
        progress: ProgressMeter
    ) throws(SharedMemoryError) {
        // The kernel lets one thread at a time write to a segment.
        let run = CopyRun(pieces: files.map(\.taskCount), progress: progress, areFilesTakenInTurn: true)
        defer { progress.end() }
        try run.perform(
            threads: threads,
            makeWorker: { () throws(SharedMemoryError) in
                try RestoreWorker(files: files, run: run, wantsChecksums: wantsChecksums)
            },
            { worker, task throws(SharedMemoryError) in try worker.read(task) }
        )
        for file in files { try file.check() }
    }
}
