import Testing

@testable import AerospikeLocalServer

@Suite struct FilterExpressionTests {
    @Test(arguments: FilterVectors.lines)
    func `filters answer as the real server does`(line: String) {
        let (question, answer) = VectorText.sides(line)
        #expect(self.result(VectorText.bytes(question[0])) == answer)
    }

    /// The ready-made encodings of `Spec/wire-protocol.md` §15.
    @Test(arguments: [
        ("93049142cf17a6101701650000", "0"),
        ("93109304 9142cf17a6101701650000 93059142cf1816687ec0570000", "27"),
        ("93019145ff", "0"),
        ("93019146a50364656d6f", "27"),
        ("9311 93019146a3037331 93019146a3037332", "27"),
        ("93019146a8036f707364696666", "0"),
        ("930192400300", "27"),
        ("930192400302", "0"),
        ("9303935102a16105", "27"),
        ("9303935102a16905", "0"),
    ])
    func `ready-made encodings work`(filter: String, answer: String) {
        #expect(self.result(VectorText.bytes(filter.filter { $0 != " " })) == answer)
    }

    @Test(arguments: ["", "90", "05", "9110", "9210c3", "9301c305", "930193510293"])
    func `what is malformed or no truth value is a parameter error`(filter: String) {
        #expect(self.result(VectorText.bytes(filter)) == "4")
    }

    @Test func `a missing bin is unknown and stays so when negated`() throws {
        let filter = try FilterExpression(VectorText.bytes("9212935101a27a7a")[...])
        #expect(filter.evaluate(FixedRecord()) == .unknown)
    }

    @Test func `the value unknown fits any type among the values of a condition`() {
        // The condition is true, its value unknown behind a definition, the other value a number.
        #expect(self.result(VectorText.bytes("9302947bc3947da1760191000505")) == "27")
        #expect(self.result(VectorText.bytes("9302947bc3947da17601c30505")) == "4")
    }

    @Test func `deep nesting is refused before the stack ends`() {
        let bytes = [UInt8]((0..<100_000).flatMap { _ in [UInt8]([0x92, 0x12]) }) + [0xc3]
        #expect(self.result(bytes) == "4")
    }

    @Test func `no prefix or flipped byte crashes`() {
        for line in FilterVectors.lines {
            let bytes = VectorText.bytes(VectorText.sides(line).question[0])
            for position in bytes.indices {
                _ = self.result([UInt8](bytes[..<position]))
                var changed = bytes
                changed[position] ^= 0x15
                _ = self.result(changed)
            }
        }
    }

    private func result(_ bytes: [UInt8]) -> String {
        do throws(OperationFailure) {
            return try FilterExpression(bytes[...]).evaluate(FixedRecord()) == .true ? "0" : "27"
        } catch {
            return "\(error.resultCode)"
        }
    }
}
