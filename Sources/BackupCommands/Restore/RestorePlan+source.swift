import BackupEngine
import CommandLineInterface

extension RestorePlan {
    /// Checks the options about places, and that about existing records between them, in the order of the original
    /// (`Spec/cli.md` §4).
    ///
    /// - Throws: `OptionError` if they name no place, or several.
    static func checkPlaces(_ options: ParsedOptions) throws(OptionError) {
        let directory = options.has("directory")
        let file = options.has("input-file")
        let list = options.has("directory-list")
        let changes = options.has("replace") || options.has("no-generation")
        let checks: [(isWrong: Bool, message: String)] = [
            (
                !directory && !file && !list,
                "please specify a directory (-d option), directory list (--directory-list option), "
                    + "or an input file (-i option)."
            ),
            (
                options.has("parent-directory") && !list,
                "--parent-directory should always be used with, and only applies to --directory-list."
            ),
            (directory && file, "--directory and --input-file are mutually exclusive."),
            (
                options.has("unique") && changes,
                "--unique is mutually exclusive with --replace and --no-generation."
            ),
            (directory && list, "--directory and --directory-list are mutually exclusive."),
            (file && list, "--input-file and --directory-list are mutually exclusive."),
        ]
        guard let wrong = checks.first(where: \.isWrong) else { return }
        throw OptionError(.value, "Invalid options: \(wrong.message)")
    }

    /// Where the bytes come from, of options that were checked.
    ///
    /// - Throws: `OptionError` if the value is wrong.
    static func source(_ options: ParsedOptions) throws(OptionError) -> Source {
        if let directory = options.last("directory") { return .directory(path: directory) }
        if let list = options.last("directory-list") {
            return .directories(paths: try Self.directories(list, parent: options.last("parent-directory")))
        }
        return try Self.input(options.last("input-file") ?? "")
    }

    private static func input(_ file: String) throws(OptionError) -> Source {
        guard file == "-" || file.hasPrefix("-:") else { return .file(path: file) }
        guard file != "-" else { return .standardInput(name: file, size: nil) }
        guard let size = ParsedOptions.integer(String(file.dropFirst(2))), size >= 0, size <= 1 << 50 else {
            throw OptionError(.value, "Invalid stdin input size \(file.dropFirst(2))")
        }
        return .standardInput(name: file, size: UInt64(size))
    }

    private static func directories(_ list: String, parent: String?) throws(OptionError) -> [String] {
        let items = list.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
        guard !list.isEmpty else { throw OptionError(.value, "Empty directory list") }
        guard !items.contains("") else {
            throw OptionError(.value, "Item with invalid length in directory list \(list)")
        }
        guard let parent else { return items }
        return items.map { parent.hasSuffix("/") ? parent + $0 : "\(parent)/\($0)" }
    }
}
