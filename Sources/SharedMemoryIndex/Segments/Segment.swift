/// A segment in the kernel's memory or in a file.
struct Segment: Hashable, Sendable {
    /// Where its bytes are.
    enum Place: Hashable, Sendable {
        /// In memory.
        case memory(MemoryStatus)
        /// In a file.
        case file(SegmentFile)
    }

    /// More bytes than any segment can have, so that the sum of all still is a number: 64 TiB.
    static let sizeLimit: UInt64 = 1 << 46

    /// The key.
    var key: SegmentKey
    /// The bytes of the segment, uncompressed.
    var size: UInt64
    /// The owner.
    var owner: Ownership
    /// What its first bytes say; `nil` if they could not be read.
    var header: SegmentHeader?
    /// Where its bytes are.
    var place: Place

    /// What the kernel says of it, if it is in memory.
    var status: MemoryStatus? {
        guard case .memory(let status) = self.place else { return nil }
        return status
    }

    /// The file, if it is in one.
    var file: SegmentFile? {
        guard case .file(let file) = self.place else { return nil }
        return file
    }
}

/// Whose something is and who else may use it.
struct Ownership: Hashable, Sendable {
    /// The number of the user.
    var user: UInt32
    /// The number of the group.
    var group: UInt32
    /// The permissions, and for files the type.
    var mode: UInt32

    /// The permissions alone.
    var permissions: UInt32 { self.mode & 0o777 }
}

/// What the kernel says of a segment.
struct MemoryStatus: Hashable, Sendable {
    /// The number under which the kernel knows it.
    var identifier: Int32
    /// How often it is attached.
    var attachments: Int
    /// The bytes that are in the swap area.
    var swapped: UInt64
}

/// The file of a segment in a directory.
struct SegmentFile: Hashable, Sendable {
    /// The name.
    var name: SegmentFileName
    /// The bytes of the file.
    var size: UInt64
    /// The CRC-32 of the segment that a compressed file names.
    var checksum: UInt32?
    /// Why the file is of no use; `nil` if nothing is known against it.
    var fault: SharedMemoryError?
}
