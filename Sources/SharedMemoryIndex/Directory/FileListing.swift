/// The segment files of a directory.
enum FileListing {
    /// Lists the files with valid names, whatever their instance and namespace.
    ///
    /// - Throws: `SharedMemoryError` if one cannot be read, is no plain file, or stands there compressed and uncompressed.
    static func segments(_ directory: SegmentDirectory) throws(SharedMemoryError) -> [Segment] {
        var segments: [Segment] = []
        var seen: [SegmentKey: SegmentFileName] = [:]
        for name in try directory.names().compactMap({ SegmentFileName($0) }) {
            if let other = seen.updateValue(name, forKey: name.key) {
                throw SharedMemoryError(
                    .exists,
                    "Directory '\(directory.path)' holds both '\(other.text)' and '\(name.text)': one of them must go."
                )
            }
            segments.append(try Self.segment(name, directory))
        }
        return segments
    }

    private static func segment(
        _ name: SegmentFileName,
        _ directory: SegmentDirectory
    ) throws(SharedMemoryError) -> Segment {
        let file = try directory.file(name.text)
        let status = try file.status()
        guard status.isRegular else {
            throw SharedMemoryError(.unsuitable, "\(file.path) is not a plain file.")
        }
        var place = SegmentFile(name: name, size: status.size)
        let length = SegmentHeader.length(of: name.key.kind)
        var beginning = try file.beginning(name.isCompressed ? 4096 : length)
        var size = status.size
        if name.isCompressed {
            let header = try CompressedHeader(beginning, file: file.path)
            size = header.size
            place.checksum = header.checksum
            beginning = Inflater.beginning(beginning.dropFirst(CompressedHeader.length), count: length)
        }
        return Segment(
            key: name.key,
            size: size,
            owner: status.owner,
            header: SegmentHeader(name.key.kind, beginning),
            place: .file(place)
        )
    }
}
