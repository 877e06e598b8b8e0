import Testing

@testable import BackupEngine

@Suite struct `Errors about namespaces` {
    @Test func `say which there are`() {
        #expect(
            JobError(unmappedNamespace: "x", known: ["a", "b"]).message
                == "Namespace x does not exist; the cluster has: a, b"
        )
        #expect(JobError(unknownNamespace: "x", known: []).message == "Namespace x does not exist")
    }

    @Test func `do not say that one is missing of which nobody knows`() {
        let error = JobError(unmappedNamespace: "x", known: [])
        #expect(error.code == .cluster)
        #expect(
            error.message
                == "No node has told which partitions it holds, so nobody knows whether there is a namespace x"
        )
    }
}
