import Testing

@testable import AerospikeLocalServer

@Suite struct ExpressionOperationTests {
    /// Access, bin name, parameters = result code, bin afterwards or result.
    @Test(arguments: [
        ("r", "x", "929414935102a169030500", "0 1:000000000000000f"),
        ("r", "x", "92935102a17a00", "26"),
        ("r", "x", "92935102a17a10", "0 nil"),
        ("m", "x", "92935102a16900", "0 1:0000000000000007"),
        ("m", "i", "920501", "6"),
        ("m", "i", "920509", "0 1:0000000000000007"),
        ("m", "x", "920502", "17"),
        ("m", "i", "92c000", "26"),
        ("m", "i", "92c004", "0 nil"),
        ("r", "x", "920501", "4"),
    ])
    func `values are read into replies and written into bins`(
        access: String,
        name: String,
        parameters: String,
        answer: String
    ) {
        var text: String
        do throws(OperationFailure) {
            let operation = try ExpressionOperation(
                access: access == "r" ? .read : .modify,
                particleType: 4,
                parameters: VectorText.bytes(parameters)[...]
            )
            let record = FixedRecord()
            let outcome = try operation.apply(binNamed: [UInt8](name.utf8), of: record)
            let after = outcome.change.applied(to: record.bin(named: [UInt8](name.utf8)))
            text = "0 " + VectorText.text(access == "r" ? outcome.result : after)
        } catch {
            text = "\(error.resultCode)"
        }
        #expect(text == answer)
    }
}
