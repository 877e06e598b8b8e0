/// The segment files of a directory.
enum FileListing {
    /// Lists the files with valid names, whatever their instance and namespace. What is wrong with a file is said by its `fault`:
    /// it cannot be read, is no plain file, has no header, or stands there compressed and uncompressed.
    ///
    /// - Throws: `SharedMemoryError` if the directory cannot be listed.
    static func segments(_ directory: SegmentDirectory) throws(SharedMemoryError) -> [Segment] {
        var segments: [Segment] = []
        for name in try directory.names().compactMap({ SegmentFileName($0) }) {
            let segment = Self.segment(name, directory)
            guard let twin = segments.firstIndex(where: { $0.key == name.key }) else {
                segments.append(segment)
                continue
            }
            let other = segments[twin].file?.name.text ?? ""
            segments[twin] = Self.useless(
                segments[twin],
                SharedMemoryError(
                    .exists,
                    "Directory '\(directory.path)' holds both '\(other)' and '\(name.text)': one of them must go."
                )
            )
        }
        return segments
    }

    private static func segment(_ name: SegmentFileName, _ directory: SegmentDirectory) -> Segment {
        var segment = Segment(
            key: name.key,
            size: 0,
            owner: Ownership(user: 0, group: 0, mode: 0),
            header: nil,
            place: .file(SegmentFile(name: name, size: 0))
        )
        do throws(SharedMemoryError) {
            try Self.read(&segment, name, directory)
            return segment
        } catch {
            return Self.useless(segment, error)
        }
    }

    private static func read(
        _ segment: inout Segment,
        _ name: SegmentFileName,
        _ directory: SegmentDirectory
    ) throws(SharedMemoryError) {
        let file = try directory.file(name.text)
        let status = try file.status()
        guard status.isRegular else { throw SharedMemoryError(.unsuitable, "\(file.path) is not a plain file.") }
        segment.owner = status.owner
        segment.size = status.size
        var place = SegmentFile(name: name, size: status.size)
        segment.place = .file(place)
        let length = SegmentHeader.length(of: name.key.kind)
        var beginning = try file.beginning(name.isCompressed ? 4096 : length)
        if name.isCompressed {
            let header = try CompressedHeader(beginning, file: file.path, fileSize: status.size)
            segment.size = header.size
            place.checksum = header.checksum
            segment.place = .file(place)
            beginning = Inflater.beginning(beginning.dropFirst(CompressedHeader.length), count: length)
        }
        guard segment.size < Segment.sizeLimit else {
            throw SharedMemoryError(.damaged, "\(file.path) has \(segment.size) bytes; no segment is that large.")
        }
        segment.header = SegmentHeader(name.key.kind, beginning)
    }

    private static func useless(_ segment: Segment, _ fault: SharedMemoryError) -> Segment {
        guard var file = segment.file else { return segment }
        file.fault = fault
        var useless = segment
        useless.place = .file(file)
        return useless
    }
}
