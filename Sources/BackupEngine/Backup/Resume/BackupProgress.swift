package import AerospikeClient

/// What of a backup is safe in which file. A value that each flush of a worker moves forward.
///
/// Two things are known of each file and each worker: where they stand after the last piece that was written whole, and
/// where they stood when the device last confirmed the file, to which they fall back if it refuses in the end.
package struct BackupProgress: Sendable {
    /// A file by the order in which it was opened.
    package typealias FileNumber = Int

    /// How long a file is and what it holds.
    private struct Extent {
        var length: UInt64
        var records: Int
        var hasMetadata = false
    }

    private struct File {
        let name: String
        var written: Extent
        let confirmed: Extent
        var isFinished = false
    }

    /// Where a worker stands in each of the pieces that it scans, by their first partition.
    private struct Worker {
        var written: [Int: PartitionTracker] = [:]
        /// Where the worker stood when it opened its file.
        var confirmed: [Int: PartitionTracker] = [:]
    }

    /// What the files held before this run.
    private var base: BackupState
    private var files: [File?]
    private var workers: [Int: Worker] = [:]

    /// Creates the progress of a run.
    ///
    /// - Parameter base: What earlier runs did, or the state of a backup that has written nothing.
    package init(base: BackupState) {
        self.base = base
        self.files = base.files.map { file in
            let extent = Extent(length: file.length, records: file.records)
            return File(name: file.name, written: extent, confirmed: extent, isFinished: file.isFinished)
        }
    }

    /// Notes that a worker writes to a file now: a new one or one of an earlier run.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - worker: The worker's number; `nil` for what is written before there are workers.
    package mutating func open(_ name: String, worker: Int? = nil) -> FileNumber {
        if let worker {
            let positions = self.workers[worker]?.written ?? [:]
            self.workers[worker] = Worker(written: positions, confirmed: positions)
        }
        if let number = self.files.firstIndex(where: { $0?.name.hasSameBytes(as: name) ?? false }) { return number }
        let nothing = Extent(length: 0, records: 0)
        self.files.append(File(name: name, written: nothing, confirmed: nothing))
        return self.files.count - 1
    }

    /// Notes that a piece was written whole.
    ///
    /// - Parameters:
    ///   - number: The file.
    ///   - length: The file's length with the piece, as it is stored.
    ///   - records: The records of the piece.
    ///   - hasMetadata: Whether indexes and modules stand in it.
    ///   - worker: The worker's number.
    ///   - positions: Where the worker stood behind the last record of the piece.
    package mutating func wrote(
        to number: FileNumber,
        length: UInt64,
        records: Int,
        hasMetadata: Bool = false,
        worker: Int? = nil,
        positions: PartitionTracker? = nil
    ) {
        if let worker, let positions { self.workers[worker]?.written[positions.firstPartition] = positions }
        guard var file = self.files[number] else { return }
        // Workers that share a file may come here in another order than they wrote in.
        file.written.length = max(file.written.length, length)
        file.written.records += records
        file.written.hasMetadata = file.written.hasMetadata || hasMetadata
        self.files[number] = file
    }

    /// Notes that the device confirmed a file to which nothing more is written.
    package mutating func finish(_ number: FileNumber) { self.files[number]?.isFinished = true }

    /// Notes that the device refused a file in the end: what this run wrote to it counts as not written.
    ///
    /// - Parameters:
    ///   - number: The file.
    ///   - worker: The worker that wrote to it; `nil` if all did.
    /// - Returns: The length that the file has to be cut to; 0 if it is to be removed.
    package mutating func lose(_ number: FileNumber, worker: Int?) -> UInt64 {
        for key in self.workers.keys where worker == nil || worker == key {
            if let confirmed = self.workers[key]?.confirmed { self.workers[key]?.written = confirmed }
        }
        guard self.files.indices.contains(number), let file = self.files[number] else { return 0 }
        self.files[number]?.written = file.confirmed
        if file.confirmed.length == 0 { self.files[number] = nil }
        return file.confirmed.length
    }

    /// Forgets a file that was opened but into which nothing came.
    package mutating func drop(_ number: FileNumber) { self.files[number] = nil }

    /// Whether nothing came into a file yet.
    package func isEmpty(_ number: FileNumber) -> Bool { (self.files[number]?.written.length ?? 0) == 0 }

    /// What a continuation has to know.
    package var state: BackupState {
        var state = self.base
        state.files = self.files.compactMap { file in
            guard let file else { return nil }
            return BackupState.File(
                name: file.name,
                length: file.written.length,
                records: file.written.records,
                isFinished: file.isFinished
            )
        }
        state.hasMetadata = self.base.hasMetadata || self.files.contains { $0?.written.hasMetadata == true }
        for tracker in self.workers.values.flatMap(\.written.values) { state.partitions.update(from: tracker) }
        return state
    }
}
