import AerospikeProtocol

extension Cluster {
    /// Asks any node a command of the text protocol that changes nothing: another node, or the same again, where the connection to one
    /// fails or its answer cannot be read.
    ///
    /// - Returns: The value. One that tells of an error is returned as it is: see `InfoFailure(value:)`.
    /// - Throws: `AerospikeError`: the last one, if no node answers.
    public func answer(to command: String) async throws(AerospikeError) -> String {
        try await self.ask(self.nodes) { node throws(AerospikeError) in try await self.info(command, on: node) }
    }

    /// Asks one of some nodes a command that changes nothing, and turns a value that tells of an error into one.
    ///
    /// - Parameter nodes: The nodes that can answer; all if none are given.
    func checkedAnswer(to command: String, of nodes: [Node]? = nil) async throws(AerospikeError) -> String {
        try await self.ask(nodes ?? self.nodes) { node throws(AerospikeError) in
            try await self.checkedInfo(command, on: node)
        }
    }

    /// Asks one node after the other, and around again behind pauses, until one answers (`QuestionRounds`).
    ///
    /// - Parameters:
    ///   - nodes: The nodes that can answer.
    ///   - question: Asks a node something that may be asked twice.
    func ask<Answer: Sendable>(
        _ nodes: [Node],
        _ question: (Node) async throws(AerospikeError) -> Answer
    ) async throws(AerospikeError) -> Answer {
        let end = ContinuousClock.now + self.configuration.infoTimeout
        var rounds = QuestionRounds(nodes, mostRetries: self.configuration.maximumRetries)
        var failure = AerospikeError(.noNodes, "the cluster has no active node")
        while let node = rounds.node {
            do throws(AerospikeError) {
                return try await question(node)
            } catch {
                failure = error
            }
            guard let pause = rounds.failed(failure, isLate: .now >= end) else { break }
            // Whoever is cancelled meanwhile is told so by the next question.
            try? await Task.sleep(for: pause)
        }
        throw failure
    }
}
