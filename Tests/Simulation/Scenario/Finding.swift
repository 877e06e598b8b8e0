/// What a scenario shows to be wrong.
struct Finding: Error, CustomStringConvertible {
    /// What is wrong.
    let description: String

    /// Creates a finding.
    init(_ description: String) { self.description = description }
}
