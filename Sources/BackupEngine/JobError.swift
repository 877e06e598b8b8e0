/// An error that ends a backup or a restore.
package struct JobError: Error, Sendable, CustomStringConvertible {
    /// The kind of error.
    package struct Code: Hashable, Sendable {
        private enum Kind { case cluster, clusterChanged, storage, format, record, metadata, input, interrupted }
        private let kind: Kind

        /// The cluster could not be reached, or gave up.
        package static let cluster = Code(kind: .cluster)
        /// The cluster was not the one that the user insists on, so that what was read of it is doubtful.
        package static let clusterChanged = Code(kind: .clusterChanged)
        /// A file could not be opened, read, written or closed.
        package static let storage = Code(kind: .storage)
        /// A file is not a backup, or is damaged.
        package static let format = Code(kind: .format)
        /// A record was refused.
        package static let record = Code(kind: .record)
        /// An index or a module was refused.
        package static let metadata = Code(kind: .metadata)
        /// What was asked for does not exist or contradicts itself.
        package static let input = Code(kind: .input)
        /// The user, or the system, asked to stop.
        package static let interrupted = Code(kind: .interrupted)
    }

    /// The kind of error.
    package var code: Code
    /// What failed, where, and what would be right.
    package var message: String

    /// Creates an error.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { self.message }
}
