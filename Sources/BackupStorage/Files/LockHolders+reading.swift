import Glibc

extension LockHolders {
    /// The descriptors that shells and scripts open are below this number.
    private static let mostInherited: Int32 = 1024
    /// The most bytes of a list of the system: those of some 100,000 locks.
    private static let largestList = 8 << 20

    /// Whether a lock of an open file that is in the way of ours was taken for us.
    ///
    /// Nothing is changed, for to ask by flock(2) may take the lock of the caller, or lose it; unless there is no other way: without
    /// `/proc`, and on file systems that keep their locks to themselves.
    static func areCallers(of descriptor: Int32) -> Bool {
        let inherited = Self.descriptors(leadingWhere: descriptor)
        let holders = LockHolders(of: descriptor, inherited: inherited)
        guard holders.locks.isEmpty, holders.inherited.isEmpty else { return holders.areCallers }
        // A lock that is held there is taken once more.
        return inherited.contains { flock($0, LOCK_EX | LOCK_NB) == 0 }
    }

    /// Asks the system who holds the locks of an open file.
    private init(of descriptor: Int32, inherited: [Int32]) {
        self.inherited = inherited.flatMap { FileLock.list(Self.read("/proc/self/fdinfo/\($0)")) }
        guard let file = self.inherited.first?.file ?? Self.name(of: descriptor) else { return }
        self.locks = FileLock.list(Self.read("/proc/locks")).filter { $0.file == file }
        self.callers = CallingProcesses.all
    }

    /// The descriptors of the same file that go on behind exec(2), as none of ours does.
    private static func descriptors(leadingWhere descriptor: Int32) -> [Int32] {
        var (wanted, found) = (stat(), stat())
        guard fstat(descriptor, &wanted) == 0 else { return [] }
        return (0..<Self.mostInherited).filter { other in
            let flags = fcntl(other, F_GETFD)
            guard flags >= 0, flags & FD_CLOEXEC == 0, fstat(other, &found) == 0 else { return false }
            return found.st_dev == wanted.st_dev && found.st_ino == wanted.st_ino
        }
    }

    /// What lists of locks call an open file. The device is that of its mount: what stat(2) tells is another one for the
    /// subvolumes of btrfs.
    private static func name(of descriptor: Int32) -> String? {
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { return nil }
        let status = Self.read("/proc/self/fdinfo/\(descriptor)")
        return Self.name(inStatus: status, inode: UInt64(found.st_ino), mounts: Self.read("/proc/self/mountinfo"))
    }

    /// What lists of locks call an open file.
    ///
    /// - Parameters:
    ///   - status: The text of `/proc/self/fdinfo/N`.
    ///   - inode: The number of its inode, for systems that do not tell it there (before Linux 5.14).
    ///   - mounts: The text of `/proc/self/mountinfo`.
    static func name(inStatus status: String, inode: UInt64, mounts: String) -> String? {
        var values: [Substring: Substring] = [:]
        for line in status.split(separator: "\n") {
            let fields = line.split { $0 == ":" || $0 == "\t" || $0 == " " }
            if fields.count == 2 { values[fields[0]] = fields[1] }
        }
        guard let mount = values["mnt_id"] else { return nil }
        let inode = values["ino"].map(String.init) ?? String(inode)
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
