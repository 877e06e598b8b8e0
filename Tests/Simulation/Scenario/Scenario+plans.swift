import BackupEngine

extension Scenario {
    /// The plan of a backup.
    ///
    /// - Parameter directory: Holds everything that is written.
    func backupPlan(in directory: String) -> BackupPlan {
        var plan = self.backup.plan(in: directory)
        plan.maximumRecords = self.maximumRecords
        self.isolation?.demand(of: &plan, nodes: self.nodes)
        return plan
    }

    /// The most records that are backed up; 0 for all.
    var maximumRecords: Int {
        switch self.twist {
        // A part of the records would show nothing.
        case .isolation, .writes: 0
        default: self.backup.maximumRecords
        }
    }

    /// The plan of a restore.
    ///
    /// - Parameter directory: Holds everything that is written.
    func restorePlan(in directory: String) -> RestorePlan {
        var plan = self.restore.plan(of: self.backup.source(in: directory), in: directory)
        plan.container = self.backup.container
        if case .metadata(let sample) = self.twist {
            plan.indexesLast = sample.indexesLast
            plan.waits = sample.waits
        }
        return plan
    }

    /// By how many seconds void times in the target may differ: those of a backup are turned into times to live, and back by
    /// the node's clock.
    var tolerance: Int {
        if case .skew = self.twist { Contents.tolerance + Twist.maximumSkew } else { Contents.tolerance }
    }

    /// The interruption of the run; `nil` for none.
    var interruption: Interruption? {
        if case .interruption(let interruption) = self.twist { interruption } else { nil }
    }

    /// The node that is cut off; `nil` for none.
    var isolation: Isolation? {
        if case .isolation(let isolation) = self.twist { isolation } else { nil }
    }
}
