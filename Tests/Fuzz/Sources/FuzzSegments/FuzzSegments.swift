@testable import SharedMemoryIndex

/// What asmt reads of files, told apart by the first byte: nothing traps, and what was read is written and read again as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    let rest = Array(input.dropFirst())
    switch first % 6 {
    case 0: checkName(rest)
    case 1: checkFile(rest)
    case 2: checkManifest(rest)
    case 3: checkManifest(rest + checksumLine(of: rest))
    case 4: checkPiece(rest)
    default: checkTable(rest)
    }
    return 0
}

/// The name of a file in a directory.
private func checkName(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let name = SegmentFileName(text) else { return }
    precondition(name.text == text.lowercased() && SegmentFileName(name.text) == name, "another name")
    precondition((0...15).contains(name.key.instance) && (1...32).contains(name.key.namespaceIdentifier), "no such key")
}

/// The beginning of a file, compressed and not, of whatever kind.
private func checkFile(_ bytes: [UInt8]) {
    for kind in SegmentKind.allCases {
        let length = SegmentHeader.length(of: kind)
        let header = SegmentHeader(kind, bytes)
        precondition((header != nil) == (bytes.count >= length), "a header of too few bytes")
        precondition((header?.namespace.unicodeScalars.count ?? 0) <= 32, "a name of more than 32 characters")
    }
    guard let header = try? CompressedHeader(bytes, file: "a.dat.gz", fileSize: UInt64(bytes.count)) else { return }
    precondition(header.size <= UInt64(bytes.count + 1) * 1032, "more than can be in the file")
    let written = header.bytes
    let again = try? CompressedHeader(written, file: "a.dat.gz", fileSize: UInt64(bytes.count))
    precondition(written.count == CompressedHeader.length && again == header, "another header")
    let beginning = Inflater.beginning(bytes.dropFirst(CompressedHeader.length), count: SegmentHeader.length(of: .data))
    precondition(beginning.count <= SegmentHeader.length(of: .data), "more than was asked for")
}

private func checksumLine(of text: [UInt8]) -> [UInt8] {
    let checksum = text.withUnsafeBytes { PieceChecksum.hash($0) }.hexadecimal(digits: 16)
    return Array("checksum: \"\(checksum)\"\n".utf8)
}

private func checkManifest(_ text: [UInt8]) {
    guard let manifest = try? SegmentManifest(text, path: "the manifest") else { return }
    for file in manifest.files where !file.pieces.isEmpty {
        let layout = PieceLayout(size: Int(clamping: file.segmentSize))
        precondition(file.pieces.count == layout.count, "pieces that are not those of the segment")
        precondition(
            layout.range(layout.count - 1).upperBound == layout.size,
            "pieces that do not end with the segment"
        )
    }
    let again = try? SegmentManifest(manifest.text, path: "the manifest")
    precondition(again == manifest, "another manifest")
}

/// A compressed piece.
private func checkPiece(_ bytes: [UInt8]) {
    guard var inflater = try? Inflater(.none) else { return }
    var output = [UInt8](repeating: 0, count: 65_536)
    let step = bytes.withUnsafeBytes { input in
        output.withUnsafeMutableBytes { inflater.step(input, into: $0) }
    }
    guard let step else { return }
    precondition(step.taken <= bytes.count && step.made <= output.count, "more than there is")
}

/// The kernel's list of segments.
private func checkTable(_ bytes: [UInt8]) {
    _ = try? KernelTable.rows(String(decoding: bytes, as: UTF8.self))
}
