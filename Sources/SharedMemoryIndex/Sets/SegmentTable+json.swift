import CommandLineInterface

extension SegmentTable {
    /// The rows for programs.
    var json: JSONValue { .list(self.rows.map { self.object($0.segment, $0.namespace) }) }

    private func object(_ segment: Segment, _ namespace: String?) -> JSONValue {
        let key = segment.key
        var members: [JSONValue.Member] = [
            .init("key", .text(key.description)),
            .init("type", .text(key.kind.label)),
            .init("stage", key.stage.map { .integer($0) } ?? .null),
            .init("instance", .integer(key.instance)),
            .init("nsid", .integer(key.namespaceIdentifier)),
            .init("namespace", namespace.map { .text($0) } ?? .null),
            .init("size", .integer(Int(clamping: segment.size))),
            .init("user", .integer(Int(segment.owner.user))),
            .init("group", .integer(Int(segment.owner.group))),
            .init("mode", .text("0" + segment.owner.permissions.octal(digits: 3))),
        ]
        switch segment.place {
        case .memory(let status):
            members.append(.init("shmid", .integer(Int(status.identifier))))
            members.append(.init("attached", .integer(status.attachments)))
        case .file(let file):
            members.append(.init("file", .text(file.name.text)))
            members.append(.init("file_size", .integer(Int(clamping: file.size))))
        }
        if let checksum = self.checksums?[key] {
            members.append(.init("crc32", .text("0x" + checksum.hexadecimal(digits: 8))))
        }
        return .object(members)
    }
}
