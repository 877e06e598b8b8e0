@testable import SharedMemoryIndex

extension Segment {
    /// A segment in memory, with a header that fits its kind.
    static func sample(
        _ value: UInt32,
        namespace: String = "test",
        stages: UInt32 = 1,
        version: UInt32 = 11
    ) throws -> Segment {
        guard let key = SegmentKey(value) else { throw SharedMemoryError(.notFound, "no key") }
        var header = SegmentHeader(key.kind, [UInt8](repeating: 0, count: 4096))
        header?.namespace = key.kind == .base || key.kind == .data ? namespace : ""
        header?.version = version
        header?.shutdownStatus = 1
        header?.stages = stages
        return Segment(
            key: key,
            size: 4096,
            owner: Ownership(user: 0, group: 0, mode: 0o600),
            header: header,
            place: .memory(MemoryStatus(identifier: 1, attachments: 0, swapped: 0))
        )
    }
}
