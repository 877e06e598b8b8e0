import BackupStorage

extension PreparedOperation {
    /// One frame of all records, as the tools write them.
    static func zstd(_ sample: Sample) throws -> Self {
        let compressor = try FrameCompressor(level: .standard)
        return Self(byteCount: sample.text.count, itemCount: sample.keys.count) {
            let frame = try compressor.compress(sample.text, count: sample.text.count)
            let size = frame.count
            compressor.recycle(frame.storage)
            return size
        }
    }

    /// The text of all records, encrypted in place again and again.
    static func encryption(_ sample: Sample, _ mode: EncryptionMode) -> Self {
        let cipher = CounterCipher(
            key: EncryptionKey(mode: mode, secret: Array("benchmark".utf8)),
            initial: CounterBlock(1)
        )
        var text = sample.text
        return Self(byteCount: sample.text.count, itemCount: sample.keys.count) {
            try text.withUnsafeMutableBytes { try cipher.apply(to: $0, at: 0) }
            return text.count
        }
    }
}
