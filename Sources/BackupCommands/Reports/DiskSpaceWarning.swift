/// The lines that warn of too little room for a backup (`Spec/cli.md` §5).
enum DiskSpaceWarning {
    /// Before a backup to a directory, of which only the limit of its files is known.
    ///
    /// - Parameters:
    ///   - free: The bytes that are left.
    ///   - fileLimit: The most bytes of a file.
    ///   - files: The number of files that are written at once.
    static func lines(free: UInt64, fileLimit: Int, files: Int) -> [String] {
        let file = UInt64(clamping: fileLimit)
        let (total, isTooLarge) = file.multipliedReportingOverflow(by: UInt64(clamping: files))
        var lines: [String] = []
        if free < total || isTooLarge { lines.append(Self.total(free: free, expected: isTooLarge ? .max : total)) }
        if free < file { lines.append(Self.file(free: free, expected: file)) }
        return lines
    }

    /// During a backup, from the mean size of the records so far.
    ///
    /// - Parameters:
    ///   - free: The bytes that are left.
    ///   - written: The bytes written.
    ///   - records: The records written.
    ///   - expected: The records there will be.
    ///   - isFile: Whether the backup is one file.
    /// - Returns: `nil` if there is room enough, or nothing to go by.
    static func line(free: UInt64, written: UInt64, records: Int, expected: Int, isFile: Bool) -> String? {
        guard records > 0, expected > records else { return nil }
        let size = Double(written) / Double(records)
        let left = Self.bytes(size * Double(expected - records))
        guard free < left else { return nil }
        guard isFile else { return Self.total(free: free, expected: left) }
        let (total, isTooLarge) = written.addingReportingOverflow(left)
        return Self.file(free: free, expected: isTooLarge ? .max : total)
    }

    /// A size that was reckoned; the largest number if it is beyond all.
    private static func bytes(_ size: Double) -> UInt64 { size < Double(UInt64.max) ? UInt64(size) : .max }

    private static func file(free: UInt64, expected: UInt64) -> String {
        "Warning: \(free) bytes of disk space remaining, but expected file size is \(expected) bytes"
    }

    private static func total(free: UInt64, expected: UInt64) -> String {
        "Warning: \(free) bytes of disk space remaining, but the expected total backup size is \(expected)"
    }
}
