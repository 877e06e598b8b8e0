/// How scenarios ended.
struct SimulationTally: Sendable {
    private var endings: [ScenarioRun.Ending: Int] = [:]
    /// The number of those that ended as they must not.
    private(set) var findings = 0
    /// How long all took.
    var elapsed = Duration.zero

    /// Adds a scenario; `nil` for a finding.
    mutating func add(_ ending: ScenarioRun.Ending?) {
        guard let ending else {
            self.findings += 1
            return
        }
        self.endings[ending, default: 0] += 1
    }

    /// Prints the sums.
    func report() {
        let all = self.endings.values.reduce(self.findings, +)
        print("\(all) scenarios in \(self.elapsed.components.seconds) s")
        for ending in ScenarioRun.Ending.allCases { print("  \(self.endings[ending] ?? 0) \(ending.rawValue)") }
        print("  \(self.findings) ended as they must not")
    }
}
