import Testing

@testable import SharedMemoryIndex

@Suite struct `The kernel's list of segments` {
    static let text = """
               key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap
        -1375600640         12   600            4294967296  3117  3117      2  1000   100     0     0 1795000000          0 1795000000                131072                     0
                  0          3  1640                  4096     1     1      0     0     0     0     0          0          0 1795000000                  4096                  8192

        """

    @Test func `is read`() throws {
        let rows = try KernelTable.rows(Self.text)
        #expect(rows.count == 2)
        #expect(rows[0].key == 0xAE02_0000)
        #expect(rows[0].size == 4_294_967_296)
        #expect(rows[0].owner == Ownership(user: 1000, group: 100, mode: 0o600))
        #expect(rows[0].status == MemoryStatus(identifier: 12, attachments: 2, swapped: 0))
        #expect(rows[1].status.swapped == 8192)
        #expect(rows[1].owner.permissions == 0o640)
    }

    @Test func `is refused if a column is missing`() {
        #expect(throws: SharedMemoryError.self) { try KernelTable.rows("key shmid\n1 2\n") }
        #expect(throws: SharedMemoryError.self) { try KernelTable.rows(Self.text + "1 2\n") }
    }
}
