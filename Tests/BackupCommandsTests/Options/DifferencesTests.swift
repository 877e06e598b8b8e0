import Foundation
import Testing

@testable import BackupCommands
@testable import CommandLineInterface

/// `Spec/differences.md` §8 names every option of both tools.
@Suite struct `The table of options` {
    /// The long names in a column's rows.
    static func documented(column: Int) throws -> Set<String> {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Spec/differences.md").standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        let table = text.components(separatedBy: "## 8. Every option").last ?? ""
        var names: Set<String> = []
        for line in table.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells[column].contains("x") else { continue }
            for word in cells[1].split(whereSeparator: { " ,`".contains($0) }) where word.hasPrefix("--") {
                names.insert(String(word.dropFirst(2)))
            }
        }
        return names
    }

    @Test(arguments: [("asbackup", 2), ("asrestore", 3)])
    func `misses none and names no other`(tool: String, column: Int) throws {
        let options = (tool == "asbackup" ? BackupOptions.parser : RestoreOptions.parser).options
        let documented = try Self.documented(column: column)
        for option in options where !option.isHidden {
            #expect(!documented.isDisjoint(with: option.names), "--\(option.names[0]) is missing")
        }
        let known = Set(options.flatMap(\.names))
        #expect(documented.subtracting(known) == [])
    }
}
