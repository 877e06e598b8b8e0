import BackupEngine
import Foundation
import Testing

@testable import BackupCommands
@testable import CommandLineInterface

/// Runs of the original tools that end before they connect: ours must refuse the same lines with the same words.
@Suite struct `Command lines of the original tools` {
    struct Row: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var argv: [String]
        var exit: Int?
        var stderr: String?
        /// The environment variables of the run.
        var env: [String: String]?
        /// The files of the run, in base64.
        var files: [String: String]?
        var testDescription: String { self.argv.joined(separator: " ") }

        /// The environment and the files of the run instead of those of the tests.
        var secrets: SecretSource {
            SecretSource(
                variable: { [env] in env?[$0] },
                file: { [files] in files?[$0].flatMap { Data(base64Encoded: $0) }.map(Array.init) }
            )
        }

        /// The first message of the original behind the line that says what is done, without time and thread.
        var message: String {
            let lines = (self.stderr ?? "").split(separator: "\n").filter { !$0.contains("Starting backup") }
            let line = lines.first.map(String.init) ?? ""
            guard let end = line.range(of: "[<TID>] ") else { return line }
            return String(line[end.upperBound...])
        }
    }

    static func rows(of tool: String) -> [Row] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Fixtures/cli/\(tool)-options.jsonl").standardized
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    }

    static func refused(by tool: String, options: [OptionSpecification]) -> [Row] {
        Self.rows(of: tool).filter { row in
            guard row.exit == 1, let stderr = row.stderr, !Self.connects(stderr) else { return false }
            return !row.argv.dropFirst().contains { Self.isLater($0, options) }
        }
    }

    /// Whether the original came as far as to connect. It says what it does before it reads some of the options.
    private static func connects(_ stderr: String) -> Bool {
        ["Starting restore", "Processing", "connect", "Enter "].contains { stderr.contains($0) }
    }

    /// Whether a word is an option that this version does not have yet.
    private static func isLater(_ word: String, _ options: [OptionSpecification]) -> Bool {
        options.contains { option in
            guard !option.isSupported else { return false }
            if let letter = option.letter, word.hasPrefix("-"), !word.hasPrefix("--"), word.contains(letter) {
                return true
            }
            return option.names.contains { word.hasPrefix("--") && $0.hasPrefix(word.dropFirst(2)) }
        }
    }

    static let backupRows = Self.refused(by: "backup", options: BackupOptions.parser.options)
    static let restoreRows = Self.refused(by: "restore", options: RestoreOptions.parser.options)

    @Test func `the transcripts are there`() {
        #expect(Self.backupRows.count > 30)
        #expect(Self.restoreRows.count > 30)
    }

    @Test(arguments: backupRows) func `asbackup refuses`(_ row: Row) throws {
        Self.compare(row) { words throws(OptionError) in
            let options = try BackupOptions.parser.parse(words)
            _ = try ConnectionOptions.seeds(options)
            _ = try BackupPlan(options: options, secrets: row.secrets)
        }
    }

    @Test(arguments: restoreRows) func `asrestore refuses`(_ row: Row) throws {
        Self.compare(row) { words throws(OptionError) in
            let options = try RestoreOptions.parser.parse(words)
            _ = try ConnectionOptions.seeds(options)
            _ = try RestorePlan(options: options, secrets: row.secrets)
        }
    }

    private static func compare(_ row: Row, _ parse: ([String]) throws(OptionError) -> Void) {
        let words = row.argv.dropFirst().map { $0.replacingOccurrences(of: "PORT", with: "3000") }
        do throws(OptionError) {
            try parse(Array(words))
            Issue.record("\(row.argv) was accepted; the original says: \(row.message)")
        } catch {
            let expected = row.message.replacingOccurrences(of: "PORT", with: "3000")
            if expected.contains("possibilities:") {
                // The original lists its options in another order.
                let beginning = expected.prefix { $0 != ";" }
                #expect(error.message.hasPrefix(beginning))
            } else if expected == "Run with --help for usage information and flag options" {
                // Of a word that is no option the original says nothing more.
                #expect(error.message.contains("unexpected argument"))
            } else {
                #expect(error.message.hasPrefix(expected))
            }
        }
    }
}
