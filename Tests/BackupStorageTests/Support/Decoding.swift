@testable import BackupStorage

/// Takes the containers off bytes that come in pieces of the given size.
func decode(
    _ bytes: [UInt8],
    _ container: FileContainer,
    piece: Int = 1 << 20,
    window: Int = 1 << 16
) -> (text: [UInt8], error: StorageError?) {
    var text: [UInt8] = []
    var offset = 0
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: window, alignment: 16)
    defer { target.deallocate() }
    do {
        var decoder = try ContainerDecoder(path: "F", container: container)
        while true {
            let count = try decoder.read(into: target) { memory in
                let part = bytes[offset..<min(bytes.count, offset + min(piece, memory.count))]
                memory.copyBytes(from: part)
                offset += part.count
                return part.count
            }
            if count == 0 { return (text, nil) }
            text += target[..<count]
        }
    } catch let error as StorageError {
        return (text, error)
    } catch {
        return (text, StorageError(.invalid, "\(error)"))
    }
}

/// Encrypts a text in pieces of the given sizes, the last of which is used for all that is left.
func encrypt(
    _ text: [UInt8],
    _ key: EncryptionKey,
    initial: CounterBlock,
    pieces: [Int] = [.max]
) throws -> [UInt8] {
    let cipher = CounterCipher(key: key, initial: initial)
    var result = try cipher.head()
    var offset = 0
    var number = 0
    while offset < text.count {
        let size = min(pieces[min(number, pieces.count - 1)], text.count - offset)
        try text[offset..<(offset + size)].withUnsafeBytes { bytes in
            try cipher.forEachPart(of: bytes, at: UInt64(offset)) { part, _ in result += part }
        }
        offset += size
        number += 1
    }
    return result
}

/// Compresses a text into one frame.
func compress(_ text: [UInt8], level: Int = 3) async throws -> [UInt8] {
    let (storage, count) = try await FrameCompressor(level: CompressionLevel(level)).frame(of: text, count: text.count)
    return Array(storage[..<count])
}

let zstd = FileContainer(compression: .standard)
