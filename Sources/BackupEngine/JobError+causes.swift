package import AerospikeClient
package import BackupFormat

extension JobError {
    /// Creates an error from one in the text of a file.
    package init(_ error: FormatError, file: String) {
        // Errors in the head of a file name it already.
        let names = error.message.contains(file)
        self.init(.format, names ? error.message : "\(error.message) while parsing backup file \(file)")
    }

    /// Creates an error that says which namespaces there are.
    ///
    /// - Parameters:
    ///   - name: A namespace of which a server says that there is none.
    ///   - known: Those that there are, as far as they are known.
    init(unknownNamespace name: String, known: [String]) {
        let list = known.isEmpty ? "" : "; the cluster has: \(known.joined(separator: ", "))"
        self.init(.input, "Namespace \(name) does not exist\(list)")
    }

    /// Creates an error about a namespace without a partition map.
    ///
    /// - Parameters:
    ///   - name: The namespace.
    ///   - known: The namespaces that have one. If there are none, nobody knows which exist: no map could be read.
    init(unmappedNamespace name: String, known: [String]) {
        guard known.isEmpty else {
            self.init(unknownNamespace: name, known: known)
            return
        }
        self.init(
            .cluster,
            "No node has told which partitions it holds, so nobody knows whether there is a namespace \(name)"
        )
    }

    /// Creates an error that says where the records are that the servers refused.
    ///
    /// - Parameter files: The files that hold them, at least one.
    init(refused files: [JournalState.Rejected]) {
        let count = files.reduce(0) { total, file in
            let (sum, isTooLarge) = total.addingReportingOverflow(file.records)
            return isTooLarge ? .max : sum
        }
        let paths = files.map(\.path)
        self.init(
            .record,
            "The server refused \(count) record(s); they are in \(paths.joined(separator: ", ")), and the reasons in "
                + paths.map(RejectedFile.reasonsPath(of:)).joined(separator: ", ")
        )
    }

    /// Creates an error from one of the cluster.
    ///
    /// - Parameters:
    ///   - action: What was being done.
    ///   - error: What went wrong.
    package init(while action: String, _ error: AerospikeError) {
        self.init(.cluster, "Error while \(action): \(error.description)")
    }
}
