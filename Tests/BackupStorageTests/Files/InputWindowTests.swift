import Testing

@testable import BackupStorage

@Suite struct `Windows over files` {
    private static let usual = 1 << 20

    /// Fills a window with bytes that count up, as often as it takes until it holds so many.
    private func fill(_ window: inout InputWindow, to count: Int, from start: Int) {
        var next = start
        while window.count < count {
            window.makeRoom()
            let space = window.freeSpace
            for place in stride(from: 0, to: space.count, by: 4096) {
                space.storeBytes(of: next + place, toByteOffset: place, as: Int.self)
            }
            next += space.count
            window.appended(space.count)
        }
    }

    private func number(_ window: borrowing InputWindow) -> Int {
        window.bytes.unsafeLoadUnaligned(as: Int.self)
    }

    @Test func `grow for a large block and go back behind it`() {
        var window = InputWindow(capacity: Self.usual)
        self.fill(&window, to: 40 << 20, from: 0)
        #expect(window.capacity == 64 << 20 && window.count == 64 << 20)
        window.consume(40 << 20)
        #expect(self.number(window) == 40 << 20)
        // 24 MiB that are not used keep the window; 4 MiB need 8, for bytes must fit behind them; few need what is usual.
        window.makeRoom()
        #expect(window.capacity == 64 << 20 && self.number(window) == 40 << 20)
        window.consume(20 << 20)
        window.makeRoom()
        #expect(window.capacity == 8 << 20 && window.count == 4 << 20 && self.number(window) == 60 << 20)
    }

    @Test func `go back to the size they had`() {
        var window = InputWindow(capacity: Self.usual)
        self.fill(&window, to: 17 << 20, from: 0)
        #expect(window.capacity == 32 << 20)
        window.consume((32 << 20) - 8192)
        window.makeRoom()
        #expect(window.capacity == Self.usual && window.count == 8192 && window.hasRoom)
        #expect(self.number(window) == (32 << 20) - 8192)
    }

    @Test func `stay as large as records of servers want`() {
        var window = InputWindow(capacity: Self.usual)
        self.fill(&window, to: 11 << 20, from: 0)
        window.consume(16 << 20)
        window.makeRoom()
        #expect(window.capacity == 16 << 20 && window.count == 0)
    }
}
