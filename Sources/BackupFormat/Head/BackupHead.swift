package import AerospikeProtocol

/// The lines in front of the blocks of a backup file (`Spec/asb-format.md` §1).
package enum BackupHead {
    /// Appends version line, namespace line and, in one file of a set, `# first-file`.
    ///
    /// The version is 3.1 always: single files of other tools that hold expression indexes have it as well
    /// (`Spec/asb-format.md` §12).
    package static func write(namespace: String, isFirstFile: Bool, to writer: inout ByteWriter) {
        writer.append("Version 3.1\n# namespace ")
        writer.append(escaped: namespace)
        writer.append("\n")
        if isFirstFile { writer.append("# first-file\n") }
    }
}
