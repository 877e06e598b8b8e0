import AerospikeLocalServer

/// A running cluster that does what standard input says.
struct ClusterSession {
    let cluster: LocalCluster
    /// What the delays of a real cluster are multiplied by.
    let delayFactor: Double
    /// How many partitions with records are moved in a second.
    let migrationRate: Int

    /// Lets things happen until a signal comes.
    func run(until signals: TerminationSignals) async {
        let control = ControlLines()
        defer { control.end() }
        let lines = control.lines
        let (events, continuation) = AsyncStream.makeStream(of: ClusterEvent.self)
        await withDiscardingTaskGroup { group in
            group.addTask {
                await self.cluster.live(
                    events,
                    delayFactor: self.delayFactor,
                    partitionsPerSecond: self.migrationRate,
                    report: Self.report
                )
            }
            group.addTask {
                for await line in lines where !line.isEmpty {
                    do throws(LocalServerError) {
                        continuation.yield(try ClusterEvent(line, nodes: self.cluster.nodes))
                    } catch { StandardStream.output.write("error: \(error.message)") }
                }
            }
            await signals.wait()
            group.cancelAll()
        }
    }

    @Sendable
    private static func report(_ event: ClusterEvent, _ error: (any Error)?) {
        StandardStream.output.write(error.map { "error: \(event): \($0)" } ?? "done: \(event)")
    }
}
