/// Takes the containers of a file off, piece by piece: encryption first, then compression.
///
/// Does no system calls: it is given a function that reads the file. Memory: 256 KiB for compressed bytes and what the
/// decompressor needs; nothing to speak of for files that are not compressed.
///
/// `@unchecked`: its pointers are to memory that it allocates itself, frees at its end and lets nobody keep, and it
/// cannot be copied.
struct ContainerDecoder: ~Copyable, @unchecked Sendable {
    /// Reads the next bytes of the file into memory and returns their number, 0 at the end.
    typealias Source = (UnsafeMutableRawBufferPointer) throws -> Int

    private let path: String
    private let container: FileContainer
    private var decompressor: FrameDecompressor?
    private var cipher: CounterCipher?
    /// Bytes that are read and decrypted, but not decompressed or handed on.
    private let memory: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var hasBegun = false
    /// The damage found behind bytes that were handed on.
    private var damage: StorageError?
    /// The bytes read from the file.
    private(set) var storedBytes: UInt64 = 0
    /// How many of them were told to those who asked.
    private var toldBytes: UInt64 = 0

    /// Creates a decoder for the start of a file.
    ///
    /// - Throws: `StorageError` if there is no memory for it.
    init(path: String, container: FileContainer) throws(StorageError) {
        self.path = path
        self.container = container
        self.decompressor = container.compression == nil ? nil : try FrameDecompressor()
        let size = container.compression == nil ? CounterCipher.headSize + FileStart.size : 256 << 10
        self.memory = .allocate(byteCount: size, alignment: 16)
    }

    deinit { self.memory.deallocate() }

    /// The bytes read from the file since the last call.
    mutating func takeStoredBytes() -> UInt64 {
        defer { self.toldBytes = self.storedBytes }
        return self.storedBytes - self.toldBytes
    }

    /// Puts the next bytes of text into `target`, which must not be empty.
    ///
    /// - Returns: The number of bytes; 0 at the end of the file.
    /// - Throws: `StorageError`, of code `damaged` where the file is not what its container says.
    mutating func read(into target: UnsafeMutableRawBufferPointer, from source: Source) throws -> Int {
        if let damage { throw damage }
        if !self.hasBegun { try self.begin(source) }
        guard self.decompressor == nil else { return try self.decompress(into: target, from: source) }
        guard self.start == self.end else { return self.handOn(to: target) }
        return try self.readStored(into: target, source)
    }

    /// Reads and checks the first bytes of the file.
    private mutating func begin(_ source: Source) throws {
        let headSize = self.container.encryption == nil ? 0 : CounterCipher.headSize
        while self.end < headSize + FileStart.size {
            let count = try source(UnsafeMutableRawBufferPointer(rebasing: self.memory[self.end...]))
            if count == 0 { break }
            self.end += count
        }
        self.storedBytes = UInt64(self.end)
        let stored = FileStart(UnsafeRawBufferPointer(rebasing: self.memory[..<self.end]))
        let decrypted = try self.takeHead()
        try FileStart.check(self.container, stored: stored, decrypted: decrypted, path: self.path)
        self.hasBegun = true
    }

    /// Takes the initial block of encryption off and decrypts what was read behind it.
    private mutating func takeHead() throws -> FileStart? {
        guard let key = self.container.encryption else { return nil }
        guard self.end >= CounterCipher.headSize else {
            throw StorageError(
                .damaged,
                "Error when reading IV from file: only \(self.end) bytes were found, but expected "
                    + "\(CounterCipher.headSize), in file \(self.path)"
            )
        }
        let cipher = try CounterCipher(key: key, head: CounterBlock(bytes: self.memory[..<CounterCipher.headSize]))
        self.start = CounterCipher.headSize
        let text = UnsafeMutableRawBufferPointer(rebasing: self.memory[self.start..<self.end])
        try cipher.apply(to: text, at: 0)
        self.cipher = cipher
        return FileStart(UnsafeRawBufferPointer(text))
    }

    /// Hands on what was read to look at the start of the file.
    private mutating func handOn(to target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(self.end - self.start, target.count)
        let bytes = self.memory[self.start..<(self.start + count)]
        UnsafeMutableRawBufferPointer(rebasing: target[..<count]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes)
        )
        self.start += count
        return count
    }

    /// Reads bytes of the file and decrypts them in place.
    private mutating func readStored(into target: UnsafeMutableRawBufferPointer, _ source: Source) throws -> Int {
        let count = try source(target)
        if let cipher {
            let offset = self.storedBytes - UInt64(CounterCipher.headSize)
            try cipher.apply(to: UnsafeMutableRawBufferPointer(rebasing: target[..<count]), at: offset)
        }
        self.storedBytes += UInt64(count)
        return count
    }

    private mutating func decompress(
        into target: UnsafeMutableRawBufferPointer,
        from source: Source
    ) throws -> Int {
        while true {
            let produced = try self.decompressRead(into: target)
            if produced > 0 { return produced }
            self.start = 0
            self.end = try self.readStored(into: self.memory, source)
            guard self.end == 0 else { continue }
            guard self.decompressor?.isInsideFrame != true else {
                throw StorageError(
                    .damaged,
                    "File \(self.path) is cut short: it ends inside a zstd frame, after \(self.storedBytes) bytes"
                )
            }
            return 0
        }
    }

    /// Decompresses what was read, up to the end of `target`.
    ///
    /// - Returns: The bytes of text; 0 if more must be read.
    private mutating func decompressRead(into target: UnsafeMutableRawBufferPointer) throws(StorageError) -> Int {
        let read = UnsafeRawBufferPointer(rebasing: self.memory[self.start..<self.end])
        do throws(FrameDamage) {
            let progress = try self.decompressor?.decompress(read, into: target)
            self.start += progress?.consumed ?? 0
            return progress?.produced ?? 0
        } catch {
            self.start += error.progress.consumed
            let damage = self.explain(error)
            self.damage = damage
            guard error.progress.produced > 0 else { throw damage }
            return error.progress.produced
        }
    }

    private func explain(_ damage: FrameDamage) -> StorageError {
        let offset = self.storedBytes - UInt64(self.end - self.start)
        let hint =
            damage.isBetweenFrames
            ? "no frame begins there: the file was damaged, or something was appended to it"
            : "it was damaged"
        return StorageError(
            .damaged,
            "Failed to decompress data: \(damage.reason), in file \(self.path) near byte \(offset); \(hint)"
        )
    }
}
