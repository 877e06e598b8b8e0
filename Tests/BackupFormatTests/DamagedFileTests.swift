import AerospikeProtocol
import BackupFormat
import Foundation
import Testing

/// Rows of `damaged-files.jsonl`, made with `asrestore --validate`, against our parser.
@Suite struct `Good and damaged files` {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var file: [UInt8]
        var exit: Int
        var errors: [String]
        var records: Int?

        var testDescription: String { self.name }
    }

    /// Rows where ours differs, and why.
    static let different: [String: String] = [
        "header: version 3.2": "version 3.2 is read",
        "index: expression index": "indexes on expressions are read",
        "record: digest without padding": "a digest must have 20 bytes",
        "record: digest padding inside": "a digest must have 20 bytes",
        "bin: string huge": "lengths are not allocated before their bytes are there",
    ]

    static let rows: [Row] = {
        let rows = (try? Fixture.rows("cli/damaged-files.jsonl")) ?? []
        return rows.compactMap { row -> Row? in
            guard let name = row["name"] as? String, let argv = row["argv"] as? [String], argv.contains("--validate"),
                let files = row["files"] as? [String: String],
                let file = files["a.asb"].flatMap({ Data(base64Encoded: $0) }),
                let exit = row["exit"] as? Int, let log = row["stderr"] as? String
            else { return nil }
            let errors = log.split(separator: "\n").filter { $0.contains("[ERR]") }.map { line in
                String(line.replacing("<TIME> GMT [ERR] [<TID>] ", with: ""))
            }
            let records = log.firstMatch(of: /(\d+) record\(s\)/).flatMap { Int($0.1) }
            return Row(name: name, file: [UInt8](file), exit: exit, errors: errors, records: records)
        }
    }()

    @Test func `are all in the table`() {
        #expect(Self.rows.count > 200)
    }

    @Test(arguments: Self.rows)
    func `are taken, or refused with the original's words`(row: Row) throws {
        var lines: [String] = []
        var records = 0
        do throws(FormatError) {
            try Self.parse(row.file, counting: &records)
        } catch {
            lines = [error.message] + error.details
            if let nextLine = error.nextLine {
                lines.append("Error while parsing backup file a.asb (line \(nextLine))")
            } else {
                lines.append("Error while opening shared backup file")
            }
        }
        guard Self.different[row.name] == nil else {
            #expect(lines != row.errors)
            return
        }
        #expect(lines == row.errors)
        #expect(lines.isEmpty == (row.exit == 0))
        #expect(records == row.records)
    }

    static func parse(_ text: [UInt8], counting records: inout Int) throws(FormatError) {
        var parser = BlockParser(fileName: "a.asb")
        guard case .head(_, var next) = try parser.parseHead(text.view, at: 0, isFinal: true) else { return }
        var layout = RecordLayout()
        while true {
            switch try parser.parseBlock(text.view, at: next, isFinal: true, into: &layout) {
            case .needMore: throw FormatError(.badText, "needMore at the end of the file")
            case .record(let end): (next, records) = (end, records + 1)
            case .index(_, let end), .module(_, let end): next = end
            case .end: return
            }
        }
    }
}
