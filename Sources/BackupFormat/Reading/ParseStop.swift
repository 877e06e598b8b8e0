/// Why parsing a block stopped before its end.
enum ParseStop: Error {
    /// The window ends, and not the file. `minimum` is the end of the bytes wanted, as an offset in the window.
    case windowEnd(minimum: Int?)
    /// The text is wrong.
    indirect case failure(FormatError)

    /// The same with one more line behind the message of a failure.
    func adding(_ detail: String) -> ParseStop {
        guard case .failure(var error) = self else { return self }
        error.details.append(detail)
        return .failure(error)
    }
}
