import Testing

@testable import BackupStorage

@Suite struct `Lists of locks` {
    /// As Linux 6.18 prints them: locks of flock(2), of fcntl(2), and of open files, one that is waited for, and a lease.
    private static let locks = """
        1: FLOCK  ADVISORY  WRITE 5090 fe:00:16253629 0 EOF
        1: -> FLOCK  ADVISORY  WRITE 5123 fe:00:16253629 0 EOF
        2: FLOCK  ADVISORY  READ  4619 00:2f:16222604 0 EOF
        3: POSIX  ADVISORY  WRITE 4618 fe:00:5415977 0 EOF
        4: OFDLCK ADVISORY  READ  -1 fe:00:5415978 0 EOF
        5: LEASE  ACTIVE    READ  4618 fe:00:5415979 0 EOF

        """

    @Test func `of the system tell of those of whole files`() {
        let found = FileLock.list(Self.locks)
        #expect(found.map(\.file) == ["fe:00:16253629", "00:2f:16222604"])
        #expect(found.map(\.isExclusive) == [true, false])
        #expect(found.map(\.process) == [5090, 4619])
    }

    @Test func `of a descriptor tell of its own`() {
        let text =
            "pos:\t0\nflags:\t02100000\nmnt_id:\t27\nino:\t16253629\nlock:\t1: FLOCK  ADVISORY  WRITE 0 fe:00:7 0 EOF\n"
        let found = FileLock.list(text)
        #expect(found.map(\.file) == ["fe:00:7"])
        #expect(found.map(\.process) == [0])
        #expect(FileLock.list("pos:\t0\nflags:\t02100000\nmnt_id:\t27\nino:\t16253629\n").isEmpty)
    }

    @Test(arguments: [
        "", "\n\n", "lock:", "1: FLOCK  ADVISORY  WRITE x fe:00:1 0 EOF", "1: FLOCK  ADVISORY  WRITE 1 fe:00:1 0",
    ])
    func `that are none say nothing`(text: String) {
        #expect(FileLock.list(text).isEmpty)
    }
}
