import Foundation
import Testing

@testable import BackupCommands
@testable import BackupEngine
@testable import CommandLineInterface

@Suite struct `Summaries in JSON` {
    private func parsed(_ members: [JSONValue.Member]) throws -> [String: Any] {
        let data = Data(JSONValue.object(members).text.utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `values are written`() {
        let value = JSONValue.list([.null, .truth(true), .integer(-1), .seconds(milliseconds: 12_034), .text("a")])
        #expect(value.text == #"[null,true,-1,12.034,"a"]"#)
        #expect(JSONValue.object([.init("a", .object([])), .init("b", .list([]))]).text == #"{"a":{},"b":[]}"#)
    }

    @Test(arguments: ["", "\"\\/", "line\nline\r\t\u{0}\u{1F}\u{7F}", "\u{E9}\u{1F600}\u{2028}\u{9B}\u{202E}\u{2069}"])
    func `any text survives`(text: String) throws {
        #expect(try self.parsed([.init(text, .text(text))])[text] as? String == text)
    }

    @Test(arguments: [
        ("\u{1B}\u{7F}\u{80}\u{9B}2J\u{9F}\u{A0}", #"\u001b\u007f\u0080\u009b2J\u009f"# + "\u{A0}"),
        ("\u{202A}\u{202E}gpj.exe\u{2066}\u{2069}", #"\u202a\u202egpj.exe\u2066\u2069"#),
        ("é\u{1F600}\r\n", "é\u{1F600}" + #"\u000d\n"#),
    ]) func `text steers no terminal`(text: String, quoted: String) {
        #expect(JSONValue.text(text).text == "\"\(quoted)\"")
    }

    @Test func `a backup`() throws {
        let statistics = BackupStatistics()
        statistics.add(records: 10)
        statistics.add(bytes: 1327)
        statistics.expect(records: 11)
        let head = JSONSummary.head(tool: "asbackup", error: "disk \"full\"")
        let object = try self.parsed(head + JSONSummary.backup(statistics, seconds: 1.5))
        #expect(object["tool"] as? String == "asbackup")
        #expect(object["success"] as? Bool == false)
        #expect(object["error"] as? String == "disk \"full\"")
        #expect(object["records"] as? Int == 10 && object["expected_records"] as? Int == 11)
        #expect(object["bytes"] as? Int == 1327 && object["seconds"] as? Double == 1.5)
    }

    @Test func `a restore`() throws {
        var counts = RestoreStatistics.Counts()
        (counts.records, counts.inserted, counts.fresher) = (10, 7, 3)
        counts.warnings = ["node C2 left"]
        let head = JSONSummary.head(tool: "asrestore", error: nil)
        let object = try self.parsed(head + JSONSummary.restore(counts, seconds: 0))
        #expect(object["success"] as? Bool == true && object["error"] is NSNull)
        #expect(object["records"] as? Int == 10 && object["inserted"] as? Int == 7 && object["fresher"] as? Int == 3)
        #expect(object["expected_bytes"] is NSNull)
        #expect(object["warnings"] as? [String] == ["node C2 left"])
    }
}
