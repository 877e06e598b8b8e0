/// Finds the name that was probably meant.
enum NearestName {
    /// The name with the fewest letters to change, add or drop; the first of several.
    static func find(_ name: String, in names: [String]) -> String? {
        let name = Array(name.lowercased().prefix(64))
        return names.map { (name: $0, distance: Self.distance(name, Array($0))) }
            .min { $0.distance < $1.distance }?.name
    }

    private static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var row = Array(0...second.count)
        for (i, one) in first.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in second.enumerated() {
                let substitution = diagonal + (one == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, min(row[j], diagonal) + 1)
            }
        }
        return row[second.count]
    }
}
