extension FaultPlan {
    /// Reads the text form: rules with semicolons between them, such as `scan#2=cut@5000; 3/write%100=result:18; clock=skew:60`.
    ///
    /// - Throws: `LocalServerError` with code `badFault` that names the rule and what is wrong with it.
    public init(parsing text: some StringProtocol) throws(LocalServerError) {
        self.init()
        for part in Substring(text).split(separator: ";", omittingEmptySubsequences: false) {
            let trimmed = part.drop { $0 == " " }
            guard let last = trimmed.lastIndex(where: { $0 != " " }) else { continue }
            switch try FaultText(text: trimmed[...last]).entry() {
            case .rule(let rule): self.rules.append(rule)
            case .clock(let node, let seconds): self.clockSkew[node] = seconds
            }
        }
    }
}
