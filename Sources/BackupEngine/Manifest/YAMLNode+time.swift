import YAMLText

extension YAMLNode {
    /// The time of a key.
    ///
    /// - Throws: `YAMLError` if it is missing, or something else.
    func time(of key: String) throws(YAMLError) -> UTCTime {
        let value = try self.value(of: key)
        guard let time = UTCTime(value.text ?? "") else {
            throw YAMLError(at: value, "\(key) must be a time like 2026-01-31T12:00:00Z")
        }
        return time
    }
}
