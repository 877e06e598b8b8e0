import ArgumentParser

/// The options of a server with several nodes.
struct ClusterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Number of nodes, on consecutive ports from --port on.", valueName: "count"))
    var nodes = 1

    @Option(help: ArgumentHelp("Number of nodes that have a copy of each record.", valueName: "count"))
    var replicationFactor = 2

    @Option(help: ArgumentHelp("Rack of each node, such as 1,1,2; without it there are no racks.", valueName: "racks"))
    var racks: String?

    @Option(help: ArgumentHelp("What the delays of a real cluster are multiplied by.", valueName: "factor"))
    var delayFactor = 1.0

    @Option(help: ArgumentHelp("How many partitions with records are moved in a second.", valueName: "count"))
    var migrationRate = 1000

    /// The racks as numbers.
    var rackNumbers: [Int] {
        get throws {
            guard let racks = self.racks else { return [] }
            return try racks.split(separator: ",", omittingEmptySubsequences: false).map { text in
                guard let rack = Int(text), rack >= 0 else {
                    throw ValidationError("--racks \(racks): '\(text)' is not the number of a rack")
                }
                return rack
            }
        }
    }

    func validate() throws {
        guard (1...32).contains(self.nodes) else {
            throw ValidationError("--nodes \(self.nodes), expected 1 to 32")
        }
        guard self.replicationFactor > 0 else {
            throw ValidationError("--replication-factor \(self.replicationFactor), expected 1 or more")
        }
        // Neither infinity nor what is no number lies in it.
        guard (0...1000).contains(self.delayFactor) else {
            throw ValidationError("--delay-factor \(self.delayFactor), expected a number from 0 to 1000")
        }
        guard self.migrationRate > 0 else {
            throw ValidationError("--migration-rate \(self.migrationRate), expected 1 or more")
        }
        guard try self.nodes > 1 || self.rackNumbers.isEmpty else {
            throw ValidationError("--racks needs --nodes 2 or more")
        }
    }
}
