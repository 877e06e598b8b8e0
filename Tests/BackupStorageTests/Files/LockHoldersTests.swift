import Glibc
import Testing

@testable import BackupStorage

@Suite struct `Holders of locks` {
    /// A lock of process 5 that only one may have, and locks that processes 6 and 7 share.
    private static let exclusive = FileLock.list("1: FLOCK  ADVISORY  WRITE 5 fe:00:1 0 EOF")
    private static let shared = FileLock.list(
        "1: FLOCK  ADVISORY  READ  6 fe:00:1 0 EOF\n2: FLOCK  ADVISORY  READ  7 fe:00:1 0 EOF"
    )

    /// As behind `flock -o`, `sudo`, or a script in Python.
    @Test func `are our callers if a process that called us is one`() {
        #expect(LockHolders(locks: Self.exclusive, callers: [1, 5, 9]).areCallers)
        #expect(!LockHolders(locks: Self.exclusive, callers: [1, 9]).areCallers)
        #expect(!LockHolders(callers: [1, 9]).areCallers)
    }

    /// The process that took it may be hidden, and its lock with it.
    @Test func `are our callers if the lock was left open for us`() {
        #expect(LockHolders(locks: Self.exclusive, inherited: Self.exclusive).areCallers)
        #expect(LockHolders(inherited: Self.exclusive).areCallers)
    }

    @Test func `are not our callers if somebody else is among them`() {
        #expect(LockHolders(locks: Self.shared, callers: [6, 7]).areCallers)
        #expect(!LockHolders(locks: Self.shared, callers: [6]).areCallers)
        #expect(LockHolders(locks: [Self.shared[0]], inherited: [Self.shared[0]]).areCallers)
        #expect(!LockHolders(locks: Self.shared, inherited: [Self.shared[0]]).areCallers)
        #expect(LockHolders(locks: Self.shared, inherited: [Self.shared[0]], callers: [7]).areCallers)
        // The process that left one open to us has another one, of another descriptor.
        #expect(!LockHolders(locks: [Self.shared[0], Self.shared[0]], inherited: [Self.shared[0]]).areCallers)
    }

    /// The texts are those of Linux 6.18, the second device that of a subvolume of btrfs.
    @Test func `are found by the device of the mount`() {
        let mounts = """
            22 27 0:21 / /proc rw,relatime - proc proc rw
            27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
            127 27 0:47 /backups /mnt/a:b rw shared:9 - btrfs /dev/vdb rw,subvol=/backups
            """
        let status = "pos:\t0\nflags:\t02100000\nmnt_id:\t27\nino:\t16253629\n"
        #expect(LockHolders.name(inStatus: status, inode: 1, mounts: mounts) == "fe:00:16253629")
        #expect(LockHolders.name(inStatus: "pos:\t0\nmnt_id:\t27\n", inode: 77, mounts: mounts) == "fe:00:77")
        let other = "pos:\t0\nflags:\t02100000\nmnt_id:\t127\nino:\t256\n"
        #expect(LockHolders.name(inStatus: other, inode: 1, mounts: mounts) == "00:2f:256")
        #expect(LockHolders.name(inStatus: "pos:\t0\nmnt_id:\t9\nino:\t1\n", inode: 1, mounts: mounts) == nil)
        #expect(LockHolders.name(inStatus: "", inode: 1, mounts: "") == nil)
    }

    /// proc_pid_stat(5): the name of the program is what the program says.
    @Test(
        arguments: [
            ("5133 (cat) R 5131 5082 32738 0 -1", 5131), ("7 (a) S 9 (b)) S 12 7 7", 12), ("1 (init) S 0 1 1 0", 0),
            ("", nil), ("7 (a", nil), ("7 (a) S", nil), ("7 (a) S x 7", nil),
        ] as [(String, pid_t?)]
    )
    func `are looked for among those who started us`(text: String, parent: pid_t?) {
        #expect(CallingProcesses.parent(inStatus: text) == parent)
    }
}
