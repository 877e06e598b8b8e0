import AerospikeProtocol
import Testing

@testable import AerospikeClient

/// Who is asked, and when, as long as no answer can be had.
@Suite struct `Rounds of a question` {
    private static func node(_ id: String) -> Node { Node(id: id, host: "h", port: 1, build: "8.1.0.3") }

    private static let lost = AerospikeError(.connectionLost, "lost")

    /// The ids of those who are asked, and the pauses in milliseconds before each but the first, if all fail.
    private func course(
        _ ids: [String],
        mostRetries: Int,
        isLate: Bool = false,
        _ error: (String) -> AerospikeError = { _ in Self.lost }
    ) -> (ids: [String], pauses: [Duration]) {
        var rounds = QuestionRounds(ids.map(Self.node), mostRetries: mostRetries)
        var asked: [String] = []
        var pauses: [Duration] = []
        while let node = rounds.node {
            asked.append(node.id)
            guard let pause = rounds.failed(error(node.id), isLate: isLate) else { break }
            pauses.append(pause)
        }
        return (asked, pauses)
    }

    @Test func `another node is asked at once, and all again behind a pause`() {
        let course = self.course(["A", "B"], mostRetries: 2)
        #expect(course.ids == ["A", "B", "A", "B", "A", "B"])
        #expect(course.pauses == [.zero, .milliseconds(100), .zero, .milliseconds(200), .zero])
    }

    @Test func `pauses grow up to two seconds`() {
        let pauses = self.course(["A"], mostRetries: 7).pauses
        #expect(pauses == [100, 200, 400, 800, 1600, 2000, 2000].map { Duration.milliseconds($0) })
    }

    @Test func `without retries each is asked once`() {
        #expect(self.course(["A", "B"], mostRetries: 0).ids == ["A", "B"])
        #expect(self.course(["A", "B"], mostRetries: 9, isLate: true).ids == ["A", "B"])
        #expect(self.course([], mostRetries: 9).ids == [])
    }

    @Test(arguments: [AerospikeError.Code.timeout, .invalidNode])
    func `one that is silent or has left is not asked again`(code: AerospikeError.Code) {
        let course = self.course(["A", "B"], mostRetries: 2) { $0 == "A" ? AerospikeError(code, "gone") : Self.lost }
        #expect(course.ids == ["A", "B", "B", "B"])
        #expect(self.course(["A"], mostRetries: 2) { _ in AerospikeError(code, "gone") }.ids == ["A"])
    }

    @Test(arguments: [AerospikeError.Code.server(.parameter), .unknownNamespace, .badParameter, .cancelled])
    func `what is no failure of a connection is final`(code: AerospikeError.Code) {
        #expect(self.course(["A", "B"], mostRetries: 2) { _ in AerospikeError(code, "no") }.ids == ["A"])
    }
}
