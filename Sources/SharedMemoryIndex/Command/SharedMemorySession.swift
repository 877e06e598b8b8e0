import Glibc

/// Does what the options say, namespace after namespace.
struct SharedMemorySession {
    /// The options.
    let options: SharedMemoryOptions
    /// Says what is done.
    let report: SharedMemoryReport

    /// The instance: that of the options, or 0.
    var instance: Int { self.options.instance ?? 0 }

    /// The threads that work. Those that only copy wait for the disk most of the time, so that few processors want more of them.
    var threads: Int {
        let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let isCompressing = self.options.operation == .backup && self.options.isCompressed
        return self.options.threads ?? (isCompressing ? processors : max(Self.copiers, processors))
    }

    /// How many threads at least keep a disk busy.
    private static let copiers = 4

    /// Does it all. What fails does not keep the rest from being done.
    ///
    /// - Returns: Whether everything was done.
    func run() -> Bool {
        switch self.options.operation {
        case .list: return self.list()
        case .verify: return self.verify()
        case .backup, .restore: break
        }
        guard self.noServerRuns() else { return false }
        var isDone = true
        for namespace in self.options.namespaces {
            let isNamespaceDone =
                self.options.operation == .backup ? self.backup(namespace) : self.restore(namespace)
            isDone = isDone && isNamespaceDone
            if Interruption.isRequested { return false }
        }
        return isDone
    }

    private func noServerRuns() -> Bool {
        guard !self.options.isAnalysis, !self.options.allowsServers else { return true }
        let servers = RunningServers.identifiers()
        guard !servers.isEmpty else { return true }
        let list = servers.map { String($0) }.joined(separator: ", ")
        let error = SharedMemoryError(
            .inUse,
            "The server asd runs (process \(list)): stop it, or say --allow-asd if it is another instance."
        )
        self.report.fail(error)
        self.report.add(nil, table: nil, result: "refused")
        return false
    }

    /// Says how far a copy has come.
    func meter(total: UInt64) -> ProgressMeter {
        let report = self.report
        return ProgressMeter(total: total, rate: self.options.rate) { report.say($0) }
    }

    /// Shows all segments.
    private func list() -> Bool {
        do throws(SharedMemoryError) {
            let names = self.options.namespaces
            let all = try MemoryListing.segments()
            var table = SegmentTable(all: all)
            table.rows.removeAll { row in
                let isOfAnother = !names.isEmpty && !names.contains(row.namespace ?? "")
                return isOfAnother || (self.options.instance ?? row.segment.key.instance) != row.segment.key.instance
            }
            if table.rows.isEmpty {
                self.report.show(["There are no Aerospike database segments."])
            } else {
                self.report.show(table.lines)
            }
            self.report.add(nil, table: table, result: "listed")
            return true
        } catch {
            self.report.fail(error)
            self.report.add(nil, table: nil, result: "failed")
            return false
        }
    }
}
