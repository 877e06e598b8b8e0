extension Duration {
    /// The duration in nanoseconds; arithmetic on durations themselves is of 128 bits.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
    }
}
