import BackupEngine
import Foundation
import Testing

@testable import BackupCommands
@testable import CommandLineInterface

/// Runs of the original tools with configuration files: ours must accept and refuse the same files.
@Suite struct `Configuration files of the original tools` {
    struct Row: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var argv: [String]
        var exit: Int
        var stderr: String
        var env: [String: String]?
        var files: [String: String]?
        var dirs: [String]?
        var testDescription: String { self.name }

        var words: [String] { self.argv.dropFirst().map { $0.replacingOccurrences(of: "PORT", with: "3000") } }

        func file(_ path: String) -> [UInt8]? {
            guard let data = self.files?[path].flatMap({ Data(base64Encoded: $0) }) else { return nil }
            let text = String(decoding: data, as: UTF8.self)
            let seen = text.replacingOccurrences(of: "PORT", with: "3000").replacingOccurrences(
                of: "HOST",
                with: "127.0.0.1"
            )
            return Array(seen.utf8)
        }

        var source: ConfigurationSource {
            ConfigurationSource(
                home: "home",
                read: { path in
                    if let bytes = self.file(path) { return .bytes(bytes) }
                    return self.dirs?.contains(path) ?? false ? .unreadable("Is a directory") : .missing
                },
                files: { directory in
                    let files = (self.files ?? [:]).keys.filter { $0.hasPrefix(directory + "/") }.sorted()
                    return files.isEmpty ? nil : files
                }
            )
        }

        var secrets: SecretSource { SecretSource(variable: { self.env?[$0] }, file: { self.file($0) }) }
    }

    /// What these tools check although the original does not (`Spec/differences.md` §6).
    static let stricter: Set<String> = [
        "table is a value", "asbackup parallel = 101", "asbackup records-per-second = -1", "asbackup max-records = -1",
        "cluster port = 0",
        "cluster port = 65536", "asbackup after-digest = \"x\"", "asrestore extra-ttl = -1",
        "asrestore extra-ttl = 2147483648",
    ]

    static let rows: [Row] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Fixtures/cli/config-files.jsonl").standardized
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    }()

    @Test func `the transcripts are there`() { #expect(Self.rows.count == 112) }

    /// All checks in front of the first connection.
    private static func check(_ row: Row) throws(OptionError) -> ParsedOptions {
        let isBackup = row.argv[0] == "asbackup"
        let parser = isBackup ? BackupOptions.parser : RestoreOptions.parser
        let schema = isBackup ? BackupOptions.schema : RestoreOptions.schema
        let options = try Configuration(try parser.parse(row.words), schema: schema, source: row.source).options
        try ConnectionOptions.refuseLater(options, of: parser)
        _ = try ConnectionOptions.seeds(options)
        if isBackup {
            _ = try BackupPlan(options: options, secrets: row.secrets)
        } else {
            _ = try RestorePlan(options: options, secrets: row.secrets)
        }
        return options
    }

    @Test(arguments: rows) func `accepts and refuses`(_ row: Row) {
        let started = row.exit == 0 || row.stderr.contains("Starting ")
        do throws(OptionError) {
            _ = try Self.check(row)
            #expect(
                started || row.stderr.contains("Error while connecting") || row.stderr.contains("Deleting output file"),
                "accepted; the original says \(row.stderr)"
            )
        } catch {
            #expect(error.kind == .value)
            let isLater = error.message.contains("not in this version yet")
            #expect(!started || isLater || Self.stricter.contains(row.name), "refused: \(error.message)")
        }
    }

    @Test(arguments: rows.filter { $0.stderr.contains("Unknown parameter") })
    func `an unknown key is named with its place`(_ row: Row) throws {
        let name = try #require(row.stderr.firstMatch(of: /Unknown parameter `([^`]*)`/)?.output.1)
        guard !row.stderr.contains("Skipped") else { return }
        let error = #expect(throws: OptionError.self) { try Self.check(row) }
        #expect(error?.message.hasPrefix("c.conf, line ") == true)
        #expect(error?.message.contains("unknown key \(name) in section ") == true, "\(error?.message ?? "")")
    }
}
