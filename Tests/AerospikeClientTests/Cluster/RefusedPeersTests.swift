import Testing

@testable import AerospikeClient

@Suite struct `Peers that could not join` {
    /// The looks, from 1, in which a peer is asked that is refused each time.
    private func attempts(isLate: Bool) -> [Int] {
        var peers = RefusedPeers()
        return (1...15).filter { _ in
            peers.beginLook()
            guard peers.mayBeAsked("B") else { return false }
            _ = peers.refused("B", isLate: isLate)
            return true
        }
    }

    @Test func `are left alone for ever longer if everybody had to wait for them`() {
        #expect(self.attempts(isLate: true) == [1, 3, 6, 11])
    }

    @Test func `are asked in each look if they refuse at once`() {
        #expect(self.attempts(isLate: false) == Array(1...15))
    }

    @Test func `are told once, until they join or are no longer listed`() {
        var peers = RefusedPeers()
        let first = peers.refused("B", isLate: false)
        let second = peers.refused("B", isLate: true)
        #expect(first && !second)
        #expect(!peers.mayBeAsked("B") && peers.mayBeAsked("C"))
        peers.keep(["B"])
        #expect(!peers.mayBeAsked("B"))
        peers.keep(["C"])
        #expect(peers.mayBeAsked("B"))
        let third = peers.refused("B", isLate: false)
        #expect(third)
    }
}
