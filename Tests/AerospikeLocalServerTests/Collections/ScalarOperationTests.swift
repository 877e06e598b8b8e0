import Testing

@testable import AerospikeLocalServer

@Suite struct ScalarOperationTests {
    /// Operation, bin, operand = result code, bin afterwards. Checked against a server 8.1.0.3.
    @Test(arguments: [
        "5 nil 1:0000000000000002 = 0 1:0000000000000002",
        "5 1:0000000000000005 1:fffffffffffffffe = 0 1:0000000000000003",
        "5 1:7fffffffffffffff 1:01 = 0 1:8000000000000000",
        "5 1:0000000000000005 1:010203 = 4",
        "5 2:3ff8000000000000 2:4002000000000000 = 0 2:400e000000000000",
        "5 2:3ff8000000000000 1:0000000000000001 = 12",
        "5 3:616263 3:6162 = 12",
        "5 17:01 17:01 = 12",
        "9 nil 3:6162 = 0 3:6162",
        "9 3:616263 3:7879 = 0 3:6162637879",
        "10 3:616263 3:7879 = 0 3:7879616263",
        "10 4:0102 4:07 = 0 4:070102",
        "9 4:0102 3:7879 = 12",
        "9 20:9101 20:90 = 12",
        "9 3:616263 5:61 = 4",
    ])
    func `numbers are added and bytes are joined`(line: String) throws {
        let (question, answer) = VectorText.sides(line)
        let operation: ScalarOperation = question[0] == "5" ? .increment : question[0] == "9" ? .append : .prepend
        let operand = try #require(VectorText.bin(question[2]))
        var result: String
        do throws(OperationFailure) {
            let bin = VectorText.bin(question[1])
            let after = try operation.apply(particleType: operand.type, value: operand.bytes[...], to: bin)
            result = "0 " + VectorText.text(after)
        } catch {
            result = "\(error.resultCode)"
        }
        #expect(result == answer)
    }
}
