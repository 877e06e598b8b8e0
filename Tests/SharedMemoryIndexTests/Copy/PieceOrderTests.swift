import Testing

@testable import SharedMemoryIndex

@Suite struct `Places of pieces` {
    @Test func `are given in order whatever the order of the pieces`() {
        var order = PieceOrder(offset: 34)
        #expect(order.add(2, length: 5).isEmpty)
        #expect(order.add(1, length: 7).isEmpty)
        let placed = order.add(0, length: 10)
        #expect(placed.map(\.piece) == [0, 1, 2])
        #expect(placed.map(\.offset) == [34, 44, 51])
        #expect(order.next == 3)
        #expect(order.offset == 56)
    }
}
