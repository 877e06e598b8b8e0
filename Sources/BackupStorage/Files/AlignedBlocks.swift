import CLinux
import FileAccess

/// Writes a new file past the page cache: large pieces that lie in memory as they will in the file from where they are, all
/// else after collecting it in aligned memory.
///
/// The copy into new pages of the cache is most of what the kernel does for a backup: 1.5 GB took 0.70 s of system time
/// this way and 1.26 s through the cache, with no less to be brought to the device at the end.
struct AlignedBlocks: ~Copyable {
    /// The most bytes that are collected: a piece of a backup, and what was left of the one before.
    static let blockSize = (1 << 20) + (128 << 10)
    /// Those bytes, and a page for the end of a piece that is not collected.
    static let memorySize = blockSize + DirectAccess.unit
    /// Pieces of fewer bytes are collected.
    private static let leastInPlace = 16 << 10

    private let direct: DirectAccess
    private let memory: AlignedMemory
    /// Where the memory's first byte belongs in the file; a multiple of the unit.
    private var start = 0
    /// How many bytes of the memory count.
    private var count = 0
    /// Whether all of them are in the file.
    private var isWritten = true

    /// Begins an empty file; `nil` if its file system is not one of those known to do this well, which are local ones.
    ///
    /// - Parameter descriptor: The descriptor of the file, which must be empty.
    init?(of descriptor: Int32) {
        let system = clinux_file_system(descriptor)
        guard system == clinux_ext || system == clinux_xfs, let direct = DirectAccess(of: descriptor),
            let memory = AlignedMemory(ifAvailable: Self.memorySize)
        else { return nil }
        self.direct = direct
        self.memory = memory
    }

    /// Whether nothing fits in before `write` is called.
    var isFull: Bool { self.count == Self.blockSize }

    /// Takes as many of the first bytes as fit in.
    ///
    /// - Returns: How many.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        let size = min(bytes.count, Self.blockSize - self.count)
        UnsafeMutableRawBufferPointer(rebasing: self.memory.bytes[self.count..<(self.count + size)])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<size]))
        self.count += size
        self.isWritten = false
        return size
    }

    /// Writes what was collected and a large piece behind it, from where that lies but for the ends, and zeros up to the unit.
    ///
    /// - Returns: Whether that could be done. If not, the piece is still to be written, over what may be in the file of it.
    mutating func write(with piece: UnsafeRawBufferPointer) -> Bool {
        let unit = DirectAccess.unit
        let first = (unit - self.count % unit) % unit
        guard self.count < unit, piece.count >= Self.leastInPlace, let start = piece.baseAddress,
            (Int(bitPattern: start) + first) % unit == 0
        else { return false }
        let rest = (piece.count - first) % unit
        let head = UnsafeMutableRawBufferPointer(rebasing: self.memory.bytes[self.count..<(self.count + first)])
        head.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[..<first]))
        let tail = UnsafeMutableRawBufferPointer(rebasing: self.memory.bytes[Self.blockSize...])
        tail.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[(piece.count - rest)...]))
        tail[rest...].initializeMemory(as: UInt8.self, repeating: 0)
        let whole = UnsafeRawBufferPointer(rebasing: piece[first..<(piece.count - rest)])
        var pieces = [whole]
        if first > 0 { pieces.insert(UnsafeRawBufferPointer(self.memory.prefix(unit)), at: 0) }
        if rest > 0 { pieces.append(UnsafeRawBufferPointer(tail)) }
        guard self.direct.write(pieces, at: self.start) else { return false }
        self.start += self.count + first + whole.count
        self.count = rest
        self.memory.prefix(rest).copyMemory(from: UnsafeRawBufferPointer(rebasing: tail[..<rest]))
        self.isWritten = true
        return true
    }

    /// Writes all bytes, and zeros behind them up to the unit: the file is to be cut to its length at the end.
    ///
    /// - Returns: Whether that could be done. If not, `unwritten` is to be written in another way.
    mutating func write() -> Bool {
        guard !self.isWritten else { return true }
        let unit = DirectAccess.unit
        let padded = (self.count + unit - 1) / unit * unit
        self.memory.bytes[self.count..<padded].initializeMemory(as: UInt8.self, repeating: 0)
        guard self.direct.write(UnsafeRawBufferPointer(self.memory.prefix(padded)), at: self.start) == padded else {
            return false
        }
        // The last bytes are written again with those that follow them.
        let whole = self.count / unit * unit
        self.memory.prefix(self.count - whole)
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: self.memory.bytes[whole..<self.count]))
        self.start += whole
        self.count -= whole
        self.isWritten = true
        return true
    }

    /// Bytes that may not be in the file, and where they belong.
    var unwritten: (bytes: UnsafeRawBufferPointer, offset: Int) {
        (UnsafeRawBufferPointer(self.memory.prefix(self.count)), self.start)
    }
}
