import Glibc

extension LockHolders {
    /// The descriptors that shells and scripts open are below this number.
    private static let mostInherited: Int32 = 1024
    /// The most bytes of a list of the system: those of some 100,000 locks.
    private static let largestList = 8 << 20

    /// Asks the system who holds the locks of an open file. Where it does not tell nobody holds one.
    ///
    /// Nothing is changed: to ask by flock(2) would take the lock of the caller, or lose it.
    init(of descriptor: Int32) {
        self.inherited = Self.inherited(descriptor)
        guard let file = self.inherited.first?.file ?? Self.name(of: descriptor) else { return }
        self.locks = FileLock.list(Self.read("/proc/locks")).filter { $0.file == file }
        self.callers = CallingProcesses.all
    }

    /// The locks of descriptors of the same file that go on behind exec(2), as none of ours does.
    private static func inherited(_ descriptor: Int32) -> [FileLock] {
        var (wanted, found) = (stat(), stat())
        guard fstat(descriptor, &wanted) == 0 else { return [] }
        return (0..<Self.mostInherited).flatMap { other -> [FileLock] in
            let flags = fcntl(other, F_GETFD)
            guard flags >= 0, flags & FD_CLOEXEC == 0, fstat(other, &found) == 0 else { return [] }
            guard found.st_dev == wanted.st_dev, found.st_ino == wanted.st_ino else { return [] }
            return FileLock.list(Self.read("/proc/self/fdinfo/\(other)"))
        }
    }

    /// What lists of locks call an open file. The device is that of its mount: what stat(2) tells is another one for the
    /// subvolumes of btrfs.
    private static func name(of descriptor: Int32) -> String? {
        let status = Self.read("/proc/self/fdinfo/\(descriptor)")
        return Self.name(inStatus: status, mounts: Self.read("/proc/self/mountinfo"))
    }

    /// What lists of locks call an open file.
    ///
    /// - Parameters:
    ///   - status: The text of `/proc/self/fdinfo/N`.
    ///   - mounts: The text of `/proc/self/mountinfo`.
    static func name(inStatus status: String, mounts: String) -> String? {
        var values: [Substring: Substring] = [:]
        for line in status.split(separator: "\n") {
            let fields = line.split { $0 == ":" || $0 == "\t" || $0 == " " }
            if fields.count == 2 { values[fields[0]] = fields[1] }
        }
        guard let inode = values["ino"], let mount = values["mnt_id"] else { return nil }
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 3)
            guard fields.count == 4, fields[0] == mount else { continue }
            let device = fields[2].split(separator: ":").compactMap { Int($0) }
            guard device.count == 2 else { return nil }
            return "\(Self.hexadecimal(device[0])):\(Self.hexadecimal(device[1])):\(inode)"
        }
        return nil
    }

    private static func hexadecimal(_ number: Int) -> String {
        (0..<16).contains(number) ? "0" + String(number, radix: 16) : String(number, radix: 16)
    }

    private static func read(_ path: String) -> String {
        String(decoding: (try? SmallFile.read(path: path, limit: Self.largestList)) ?? [], as: UTF8.self)
    }
}
