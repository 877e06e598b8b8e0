import BackupStorage
import Testing

@testable import BackupCommands

/// The lines are those of the transcripts `12000: disk full, ...`.
@Suite struct `Warnings of full disks` {
    @Test func `a directory needs room for a file of each worker`() {
        #expect(
            DiskSpaceWarning.lines(free: 3_072_000, fileLimit: 262_144_000, files: 1) == [
                "Warning: 3072000 bytes of disk space remaining, but the expected total backup size is 262144000",
                "Warning: 3072000 bytes of disk space remaining, but expected file size is 262144000 bytes",
            ]
        )
        #expect(
            DiskSpaceWarning.lines(free: 2 << 20, fileLimit: 1 << 20, files: 3) == [
                "Warning: 2097152 bytes of disk space remaining, but the expected total backup size is 3145728"
            ]
        )
        #expect(DiskSpaceWarning.lines(free: 3 << 20, fileLimit: 1 << 20, files: 3).isEmpty)
        #expect(DiskSpaceWarning.lines(free: .max, fileLimit: .max, files: 3).count == 1)
    }

    @Test func `what is left is expected to be like what is there`() {
        func line(free: UInt64, records: Int = 100, isFile: Bool = false) -> String? {
            DiskSpaceWarning.line(free: free, written: 1000, records: records, expected: 1000, isFile: isFile)
        }
        #expect(line(free: 9000) == nil)
        #expect(
            line(free: 8999)
                == "Warning: 8999 bytes of disk space remaining, but the expected total backup size is 9000"
        )
        #expect(
            line(free: 8999, isFile: true)
                == "Warning: 8999 bytes of disk space remaining, but expected file size is 10000 bytes"
        )
        #expect(line(free: 0, records: 0) == nil)
        #expect(line(free: 0, records: 1000) == nil)
    }

    @Test func `numbers of records that cannot be are no reason to trap`() {
        func line(written: UInt64, isFile: Bool) -> String? {
            DiskSpaceWarning.line(free: 5, written: written, records: 1, expected: .max, isFile: isFile)
        }
        let most = "18446744073709551615"
        let total = "Warning: 5 bytes of disk space remaining, but the expected total backup size is \(most)"
        let file = "Warning: 5 bytes of disk space remaining, but expected file size is \(most) bytes"
        #expect(line(written: 1000, isFile: false) == total)
        #expect(line(written: 1000, isFile: true) == file)
        #expect(line(written: .max, isFile: true) == file)
        // 2 to the power of 63 fits, and 10 times the size of what is there does not.
        #expect(DiskSpaceWarning.line(free: 5, written: 2 << 60, records: 1, expected: 11, isFile: false) == total)
        #expect(
            DiskSpaceWarning.line(free: 5, written: 2 << 60, records: 1, expected: 5, isFile: false)?.hasSuffix(
                " 9223372036854775808"
            ) == true
        )
    }

    @Test func `devices have no room to speak of`() {
        #expect(DiskSpace.free(at: "/dev/zero") == nil)
        #expect(DiskSpace.free(at: "/nowhere/at/all") == nil)
        #expect(DiskSpace.free(at: "/") != nil)
        #expect(DiskSpace.free(at: "not there") != nil)
    }
}
