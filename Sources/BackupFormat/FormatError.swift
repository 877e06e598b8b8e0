package import AerospikeProtocol

/// An error in a backup file's text, or in a scan reply or record that the text or the wire cannot carry.
///
/// The wording is that of the original tools where they have one (`Spec/asb-format.md` §1 to §7).
package struct FormatError: Error, Sendable, CustomStringConvertible {
    /// The kind of error.
    package struct Code: Hashable, Sendable {
        private enum Kind {
            case badHead, badVersion, badMetaLine, unexpectedEnd, badText, overflow
            case badMessage, unsupportedParticle, unsupportedIndex, tooLong
        }
        private let kind: Kind

        /// The file does not begin with a version line.
        package static let badHead = Code(kind: .badHead)
        /// The version is not one that can be read.
        package static let badVersion = Code(kind: .badVersion)
        /// A line with `#` behind the version line is malformed.
        package static let badMetaLine = Code(kind: .badMetaLine)
        /// The file ends inside a block.
        package static let unexpectedEnd = Code(kind: .unexpectedEnd)
        /// A byte or value that the grammar does not allow.
        package static let badText = Code(kind: .badText)
        /// A number or token beyond its limit.
        package static let overflow = Code(kind: .overflow)
        /// A message of a scan that contradicts itself; the rest of its body cannot be read.
        package static let badMessage = Code(kind: .badMessage)
        /// A bin or key of a type the text cannot carry; the record was passed over, the next one can be read.
        package static let unsupportedParticle = Code(kind: .unsupportedParticle)
        /// An index of a kind the text cannot carry.
        package static let unsupportedIndex = Code(kind: .unsupportedIndex)
        /// A name or value that does not fit into a message.
        package static let tooLong = Code(kind: .tooLong)
    }

    /// The kind of error.
    package var code: Code
    /// What is wrong, where, and what would be right, in one line.
    package var message: String
    /// The lines that follow the message, innermost first, such as `Error while reading set token`.
    package var details: [String]
    /// The line of the byte the message speaks of, from 1; `nil` outside a file's blocks.
    package var line: Int?
    /// The column of that byte, from 1, in bytes.
    package var column: Int?
    /// The line behind the last byte that was read, for `Error while parsing backup file PATH (line N)`.
    package var nextLine: Int?
    /// The record, if the error is about one of a scan.
    package var digest: Digest?

    /// Creates an error without a place.
    package init(_ code: Code, _ message: String, digest: Digest? = nil) {
        self.code = code
        self.message = message
        self.details = []
        self.digest = digest
    }

    /// The message.
    package var description: String { self.message }
}
