import Testing

@testable import BackupEngine

@Suite struct `Looking at the cluster that is restored into` {
    @Test(
        arguments: [
            ("", "", ["a"], "a"), ("", "", ["a", "b"], nil), ("", "", [], nil), ("s", "", ["a"], "s"),
            ("s", "t", ["s"], "t"),
        ] as [(String, String, [String], String?)]
    )
    func `the namespace is that of the options, or the only one`(
        source: String,
        target: String,
        known: [String],
        expected: String?
    ) {
        var plan = RestorePlan(source: .file(path: "f"))
        (plan.sourceNamespace, plan.targetNamespace) = (source, target)
        #expect(TargetWatch.namespace(of: plan, in: known) == expected)
    }

    @Test func `moves of copies take nothing of what is written`() {
        #expect(!TargetWatch.isDoubtful(.migrating))
        for kind in [.changed, .silent, .unreached, .mute, .missing] as [ClusterFinding.Kind] {
            #expect(TargetWatch.isDoubtful(kind))
        }
    }
}
