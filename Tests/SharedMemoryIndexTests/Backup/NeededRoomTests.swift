import Testing

@testable import SharedMemoryIndex

@Suite struct `Room for a backup` {
    @Test(arguments: [(UInt64(1000), true), (1001, true), (999, false)])
    func `of plain files is known`(available: UInt64, isEnough: Bool) {
        let verdict = NeededRoom(plain: 1000).verdict(available: available, path: "/b")
        #expect(
            verdict
                == (isEnough
                    ? .enough : .tooLittle("Directory '/b' has room for 999 bytes, 1000 are needed."))
        )
    }

    @Test func `is doubtful between the least and the most that compressed files can take`() {
        let room = NeededRoom(plain: 1000, compressible: 1_032_000)
        #expect(room.verdict(available: 1_033_000, path: "/b") == .enough)
        let doubt = "the segments have 1033000 before they are compressed: that may be too little."
        for available in [1_032_999, 2000] as [UInt64] {
            #expect(
                room.verdict(available: available, path: "/b")
                    == .doubtful("Directory '/b' has room for \(available) bytes, \(doubt)")
            )
        }
        #expect(
            room.verdict(available: 1999, path: "/b")
                == .tooLittle("Directory '/b' has room for 1999 bytes, 2000 are needed at least.")
        )
    }
}
