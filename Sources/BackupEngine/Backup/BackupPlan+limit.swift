import AerospikeClient

extension BackupPlan {
    /// The limit of records that servers are told; 0 for none.
    ///
    /// A server that stops at a limit says no more than that it has ended. That there may be more is only known if it sent
    /// as many records as it was asked for. It also counts records that none of the bins wanted is left of, and does not send
    /// them; before 6.0 it may stop earlier (`Spec/wire-protocol.md` §11.1, §11.2). Such servers are told of no limit, and
    /// the scan is left when enough records are there.
    ///
    /// - Parameter build: The oldest build among the nodes.
    func scanLimit(_ build: ServerBuild) -> UInt64 {
        let leavesOut = !self.bins.isEmpty && !self.withoutBins
        return leavesOut || build < ServerBuild(6, 0) ? 0 : UInt64(self.maximumRecords)
    }
}
