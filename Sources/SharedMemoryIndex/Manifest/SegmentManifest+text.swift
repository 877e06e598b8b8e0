import YAMLText

extension SegmentManifest {
    private static let checksumKey = "checksum"

    /// The text, whose last line is the XXH3 of all lines in front of it.
    var text: [UInt8] {
        let node = YAMLNode([
            "format": YAMLNode(Self.format),
            "namespace": YAMLNode(text: self.namespace),
            "instance": YAMLNode(self.instance),
            "piece": YAMLNode(PieceLayout.pieceSize),
            "files": YAMLNode(self.files.map(\.node)),
        ])
        var text = YAMLWriter.text(
            node,
            comment: ["Manifest of a backup of shared-memory segments: see Spec/asmt.md §11."]
        )
        let checksum = text.withUnsafeBytes { PieceChecksum.hash($0) }
        text += Array("\(Self.checksumKey): \"\(checksum.hexadecimal(digits: 16))\"\n".utf8)
        return text
    }

    /// Reads the text.
    ///
    /// - Throws: `SharedMemoryError` with code `damaged` and the place if it is not what was written.
    init(_ text: [UInt8], path: String) throws(SharedMemoryError) {
        do throws(YAMLError) {
            guard let root = try YAMLReader.document(text) else {
                throw YAMLError(line: 1, column: 1, "the manifest is empty")
            }
            let format = try root.number("format")
            guard format == Self.format else {
                throw YAMLError(at: root, "format \(format) is not known, only \(Self.format)")
            }
            guard try root.number("piece") == PieceLayout.pieceSize else {
                throw YAMLError(at: root, "the pieces are not of \(PieceLayout.pieceSize) bytes")
            }
            self.namespace = try root.words("namespace")
            self.instance = try root.number("instance")
            self.files = []
            for node in try root.member("files").nodes ?? [] { self.files.append(try File(node)) }
            try Self.check(try root.words(Self.checksumKey), text)
        } catch {
            throw SharedMemoryError(.damaged, "\(path): \(error)")
        }
    }

    private static func check(_ checksum: String, _ text: [UInt8]) throws(YAMLError) {
        let lines = text.split(separator: 0x0A)
        guard let last = lines.last else { return }
        let count = text.count - last.count - 1
        let found = text[..<max(0, count)].withUnsafeBytes { PieceChecksum.hash($0) }.hexadecimal(digits: 16)
        guard found == checksum else {
            throw YAMLError(line: lines.count, column: 1, "the checksum is \(checksum), that of the lines is \(found)")
        }
    }
}

extension SegmentManifest.File {
    fileprivate var node: YAMLNode {
        YAMLNode([
            "name": YAMLNode(text: self.name),
            "size": YAMLNode(self.size),
            "segment": YAMLNode(self.segmentSize),
            "hash": YAMLNode(text: self.hash.hexadecimal(digits: 16)),
            "pieces": YAMLNode(text: self.pieces.map { String($0) }.joined(separator: " ")),
        ])
    }

    fileprivate init(_ node: YAMLNode) throws(YAMLError) {
        self.name = try node.words("name")
        self.size = UInt64(try node.number("size"))
        self.segmentSize = UInt64(try node.number("segment"))
        guard let hash = UInt64(try node.words("hash"), radix: 16) else {
            throw YAMLError(at: node, "hash must be 16 hexadecimal digits")
        }
        self.hash = hash
        self.pieces = []
        let limit = Deflater.bound(PieceLayout.pieceSize)
        for word in try node.words("pieces").split(separator: " ") {
            guard let piece = Int(word), (1...limit).contains(piece) else {
                throw YAMLError(at: node, "\(word) is not the length of a piece, which is 1 to \(limit)")
            }
            self.pieces.append(piece)
        }
        let count = PieceLayout(size: Int(clamping: self.segmentSize)).count
        guard self.pieces.isEmpty || self.pieces.count == count else {
            throw YAMLError(at: node, "there must be \(count) pieces, there are \(self.pieces.count)")
        }
    }
}

extension YAMLNode {
    fileprivate func member(_ key: String) throws(YAMLError) -> YAMLNode {
        guard let value = self[key] else { throw YAMLError(at: self, "the key \(key) is missing here") }
        return value
    }

    fileprivate func number(_ key: String) throws(YAMLError) -> Int {
        let value = try self.member(key)
        guard let number = value.count else { throw YAMLError(at: value, "\(key) must be a number, 0 or more") }
        return number
    }

    fileprivate func words(_ key: String) throws(YAMLError) -> String {
        let value = try self.member(key)
        guard let text = value.text else { throw YAMLError(at: value, "\(key) must be a text") }
        return text
    }
}
