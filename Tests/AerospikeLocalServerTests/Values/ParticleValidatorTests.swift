import Testing

@testable import AerospikeLocalServer

@Suite struct ParticleValidatorTests {
    @Test(arguments: WriteVectors.lines)
    func `plain writes are stored or refused as by the real server`(line: String) throws {
        let (question, answer) = VectorText.sides(line)
        let type = try #require(UInt8(question[0]))
        #expect(self.write(type, VectorText.bytes(question[1])) == answer)
    }

    @Test(arguments: [
        (#"{"type":"Point","coordinates":[1,2]}"#, "0 00"),
        (#"{"type": "Point", "coordinates": [1, 2.5e1]} "#, "0 00"),
        (#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}}"#, "0 00"),
        (#"{"type":"Polygon","coordinates":[[[0,0],[0,10],[10,10],[10,0],[0,0]]]}"#, "0 01"),
        (#"{"type":"AeroCircle","coordinates":[[1,2],1000]}"#, "0 01"),
        (#"{"type":"Polygon","coordinates":[[[0,0],[0,10],[0,0]]]}"#, "160"),
        (#"{"type":"Point","coordinates":[1,200]}"#, "160"),
        (#"{"type":"Point","coordinates":[1,2,3]}"#, "160"),
        (#"{"type":"Point","coordinates":[01,2]}"#, "160"),
        (#"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#, "160"),
        (#"{"type":"Point","coordinates":[1,2]}x"#, "160"),
        ("", "160"),
    ])
    func `GeoJSON is checked and loses the cells that came with it`(text: String, answer: String) {
        let cells: [UInt8] = [0x01, 0x00, 0x01, 1, 2, 3, 4, 5, 6, 7, 8]
        let stored =
            answer == "160" ? answer : "0 23:" + answer.suffix(2) + "0000" + VectorText.text([UInt8](text.utf8))
        #expect(self.write(23, cells + text.utf8) == stored)
        #expect(self.write(23, [0, 0, 0] + text.utf8) == stored)
    }

    @Test func `deep nesting neither crashes nor is refused`() throws {
        let depth = 100_000
        let bytes = [UInt8](repeating: 0x91, count: depth) + [0x90]
        let stored = try ParticleValidator.normalized(type: 20, bytes: bytes[...])
        #expect(stored.bytes == bytes)
    }

    private func write(_ type: UInt8, _ bytes: [UInt8]) -> String {
        do throws(OperationFailure) {
            return "0 " + VectorText.text(try ParticleValidator.normalized(type: type, bytes: bytes[...]))
        } catch {
            return "\(error.resultCode)"
        }
    }
}
