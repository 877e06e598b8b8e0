import FileAccess

/// Makes the segments of a set from their files (`Spec/asmt.md` §7).
struct RestoreRun: Sendable {
    /// The files.
    let set: SegmentSet
    /// Where they are.
    let directory: SegmentDirectory
    /// What the backup says of them; `nil` if nothing.
    let manifest: SegmentManifest?
    /// Whether what stands in memory afterwards is compared with what was read.
    let comparesMemory: Bool
    /// How many threads work.
    let threads: Int
    /// Counts what is done.
    let progress: ProgressMeter

    /// Restores everything: after this all segments are there, or none is.
    ///
    /// - Throws: `SharedMemoryError` with what prevented it.
    func restore() throws(SharedMemoryError) {
        let problems = try KernelLimits.now().problems(
            sizes: self.set.segments.map(\.size),
            needed: try self.neededMemory()
        )
        guard problems.isEmpty else { throw SharedMemoryError(.noRoom, problems) }
        let marker = try RestoreMarker(for: self.set)
        var segments: [NewSegment] = []
        do throws(SharedMemoryError) {
            var files: [SourceFile] = []
            for (index, segment) in self.set.segments.enumerated() {
                marker.note(RestoreMarker.Entry(key: segment.key.value, identifier: -1), at: index)
                let target = try NewSegment(segment)
                segments.append(target)
                marker.note(RestoreMarker.Entry(key: target.key, identifier: target.identifier), at: index)
                files.append(
                    try SourceFile(segment, entry: self.entry(of: segment), target: target, in: self.directory)
                )
            }
            try FileCheck.read(
                files,
                threads: self.threads,
                wantsChecksums: self.comparesMemory,
                progress: self.progress
            )
            if self.comparesMemory { try self.compare(files, segments) }
            for (segment, target) in zip(self.set.segments, segments) { try target.setOwner(segment.owner) }
        } catch {
            for segment in segments { segment.remove() }
            marker.remove()
            throw error
        }
        for segment in segments { segment.reveal() }
        marker.complete()
        marker.remove()
    }

    private func entry(of segment: Segment) -> SegmentManifest.File? {
        self.manifest?.files.first { $0.name == segment.file?.name.text }
    }

    /// The bytes of memory that the segments take, as far as can be told: pieces that are zeros take none.
    private func neededMemory() throws(SharedMemoryError) -> UInt64 {
        var needed: UInt64 = 0
        for segment in self.set.segments {
            guard let file = segment.file else { continue }
            let layout = PieceLayout(size: Int(segment.size))
            if let lengths = self.entry(of: segment)?.pieces, !lengths.isEmpty {
                for (piece, length) in lengths.enumerated() where length > Self.lengthOfZeros {
                    needed += UInt64(layout.range(piece).count)
                }
            } else if file.name.isCompressed {
                needed += min(segment.size, file.size * 2)
            } else {
                let open = try self.directory.file(file.name.text)
                for range in (0..<layout.count).map({ layout.range($0) })
                where !open.isHole(at: range.lowerBound, count: range.count) {
                    needed += UInt64(range.count)
                }
            }
        }
        return needed
    }

    /// More than a piece of zeros is compressed to.
    private static let lengthOfZeros = 16_384

    /// Compares the CRC-32 of the segments in memory with those of the bytes as they were read.
    private func compare(_ files: [SourceFile], _ segments: [NewSegment]) throws(SharedMemoryError) {
        let run = CopyRun(
            pieces: files.map(\.layout.count),
            progress: ProgressMeter(total: 0, rate: nil, say: { _ in })
        )
        try run.perform(
            threads: self.threads,
            makeWorker: { () throws(SharedMemoryError) in AlignedMemory(PieceLayout.pieceSize) },
            { zeros, task throws(SharedMemoryError) in
                let file = files[task.file]
                let range = file.layout.range(task.piece)
                let expected = file.state.change { $0.checksums[task.piece] }
                // Zeros that were not written must not be read, for that would take memory for them.
                let expectsZeros = PieceChecksum.crc(UnsafeRawBufferPointer(zeros.prefix(range.count))) == expected
                if expectsZeros, segments[task.file].isHole(range) { return }
                guard segments[task.file].checksum(range) == expected else {
                    throw SharedMemoryError(
                        .damaged,
                        "crc32-check failed for restored segment \(file.segment.key)."
                    )
                }
            }
        )
    }
}
