import AerospikeProtocol
import BackupFormat
import Foundation
import Testing

@Suite struct `Contents of the original's files` {
    @Test(arguments: ["single.asb", "compact.asb"])
    func `are what a client read from the server`(name: String) throws {
        let file = try ParsedFile(Fixture.bytes("asb/real-4.5.8/" + name))
        let contents = try #require(
            try JSONSerialization.jsonObject(with: Data(Fixture.bytes("asb/real-4.5.8/contents.json")))
                as? [[String: Any]]
        )
        var records: [String: RecordLayout] = [:]
        for record in file.records { records[Base64.encode(record.digest.bytes)] = record }
        #expect(contents.count == 150 && records.count == 150)
        for wanted in contents {
            let record = try #require(records[wanted["digest"] as? String ?? ""])
            #expect(file.set(of: record) == wanted["set"] as? String)
            #expect(Int(record.generation) == wanted["gen"] as? Int)
            #expect((record.expiration == 0) == (wanted["never"] as? Bool))
            var bins: [String: Content] = [:]
            for bin in record.bins {
                let value = file.value(bin.encoding, bin.value, bin.bits, bin.particleType)
                bins[String(decoding: bin.name.bytes(in: file.text.view), as: UTF8.self)] = Content(
                    bin.particleType,
                    value
                )
            }
            let expected = (wanted["bins"] as? [String: Any] ?? [:]).compactMapValues { Content(json: $0) }
            #expect(bins == expected)
        }
    }
}
