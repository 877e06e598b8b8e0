import Testing

@testable import AerospikeClient

@Suite struct `Names that are looked up` {
    private func wait(_ queue: inout NameQueue<String>, _ name: String, number: UInt64, _ waiter: String) -> Bool {
        queue.wait(for: name, number: number, waiter)
    }

    private func stop(_ queue: inout NameQueue<String>, _ name: String, number: UInt64) -> String? {
        queue.removeWaiter(number: number, of: name)
    }

    private func end(_ queue: inout NameQueue<String>, _ name: String) -> String {
        let (waiters, next) = queue.end(name)
        return "\(waiters.joined(separator: "+")) told, \(next ?? "nothing") next"
    }

    @Test func `are looked up once for all who wait`() {
        var queue = NameQueue<String>(limit: 2)
        #expect(self.wait(&queue, "a", number: 1, "first"))
        #expect(!self.wait(&queue, "a", number: 2, "second"))
        #expect(self.end(&queue, "a") == "first+second told, nothing next")
        #expect(self.wait(&queue, "a", number: 3, "third"), "anew once it has ended")
    }

    @Test func `wait in their order where there are too many`() {
        var queue = NameQueue<String>(limit: 2)
        #expect(self.wait(&queue, "a", number: 1, "A") && self.wait(&queue, "b", number: 2, "B"))
        #expect(!self.wait(&queue, "c", number: 3, "C") && !self.wait(&queue, "d", number: 4, "D"))
        #expect(!self.wait(&queue, "c", number: 5, "C"))
        #expect(self.end(&queue, "b") == "B told, c next")
        #expect(!self.wait(&queue, "e", number: 6, "E"))
        #expect(self.end(&queue, "c") == "C+C told, d next")
        #expect(self.end(&queue, "a") == "A told, e next")
    }

    @Test func `leave the queue when nobody waits any longer`() {
        var queue = NameQueue<String>(limit: 1)
        #expect(self.wait(&queue, "a", number: 1, "A"))
        for (number, name) in [(2, "b"), (3, "c"), (4, "c")] as [(UInt64, String)] {
            #expect(!self.wait(&queue, name, number: number, name))
        }
        #expect(self.stop(&queue, "b", number: 2) == "b")
        #expect(self.stop(&queue, "b", number: 2) == nil)
        #expect(self.stop(&queue, "c", number: 3) == "c")
        #expect(self.end(&queue, "a") == "A told, c next")
        #expect(self.end(&queue, "c") == "c told, nothing next")
    }

    @Test func `stay under way when nobody waits, and serve who comes later`() {
        var queue = NameQueue<String>(limit: 1)
        #expect(self.wait(&queue, "a", number: 1, "A"))
        #expect(self.stop(&queue, "a", number: 1) == "A")
        #expect(!self.wait(&queue, "a", number: 2, "later"))
        #expect(self.end(&queue, "a") == "later told, nothing next")
        #expect(self.stop(&queue, "a", number: 2) == nil)
    }
}
