/// The kernel's list of segments, `/proc/sysvipc/shm`: everything about them but their contents.
enum KernelTable {
    /// The path of the list.
    static let path = "/proc/sysvipc/shm"

    /// A row of the list.
    struct Row: Hashable, Sendable {
        /// The key.
        var key: UInt32
        /// The bytes.
        var size: UInt64
        /// The owner.
        var owner: Ownership
        /// What else the kernel says.
        var status: MemoryStatus
    }

    /// Reads the text of the list.
    ///
    /// - Throws: `SharedMemoryError` if a column is missing or not a number.
    static func rows(_ text: String) throws(SharedMemoryError) -> [Row] {
        var lines = text.split(separator: "\n")[...]
        let heads = (lines.popFirst() ?? "").split(separator: " ")
        var rows: [Row] = []
        for line in lines {
            let cells = line.split(separator: " ")
            func number<Number: FixedWidthInteger>(
                _ head: Substring,
                radix: Int = 10
            ) throws(SharedMemoryError) -> Number {
                guard let column = heads.firstIndex(of: head), column < cells.count,
                    let number = Number(cells[column], radix: radix)
                else {
                    throw SharedMemoryError(.system(0), "\(Self.path): there is no \(head) in the line '\(line)'.")
                }
                return number
            }
            let key: Int64 = try number("key")
            rows.append(
                Row(
                    key: UInt32(truncatingIfNeeded: key),
                    size: try number("size"),
                    owner: Ownership(
                        user: try number("uid"),
                        group: try number("gid"),
                        mode: try number("perms", radix: 8)
                    ),
                    status: MemoryStatus(
                        identifier: try number("shmid"),
                        attachments: try number("nattch"),
                        swapped: heads.contains("swap") ? try number("swap") : .max
                    )
                )
            )
        }
        return rows
    }

    /// Reads the list now.
    ///
    /// - Throws: `SharedMemoryError` if the system has none.
    static func now() throws(SharedMemoryError) -> [Row] {
        let bytes = try SystemFile.read(Self.path)
        return try Self.rows(String(decoding: bytes, as: UTF8.self))
    }
}
