/// The answer of a filter: the logic of expressions has three values (`Spec/wire-protocol.md` §15).
package enum Truth: Equatable, Sendable {
    /// The record matches.
    case `true`
    /// The record does not match.
    case `false`
    /// Something that the filter asks for is not there; the record does not match either.
    case unknown
}
