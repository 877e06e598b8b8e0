/// The version of a server: four numbers (`Spec/wire-protocol.md` §3.1).
public struct ServerBuild: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The numbers in order, such as 8, 1, 0, 3.
    public let numbers: [Int]

    /// Creates a version from up to four numbers; missing ones are 0.
    public init(_ numbers: Int...) { self.init(numbers: numbers) }

    private init(numbers: [Int]) {
        self.numbers = Array((numbers + [0, 0, 0, 0]).prefix(4))
    }

    /// Reads a version such as `8.1.0.3` or `8.1.2.0-rc1`; what is not a number counts as 0.
    public init(_ text: String) {
        let release = text.prefix { $0 != "-" }
        self.init(numbers: release.split(separator: ".", maxSplits: 4).map { Int($0) ?? 0 })
    }

    /// Orders by the first number that differs.
    public static func < (left: Self, right: Self) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }

    /// The numbers separated by dots.
    public var description: String { self.numbers.map { String($0) }.joined(separator: ".") }
}
