import Testing

@testable import AerospikeLocalServer

@Suite struct CollectionOperationTests {
    @Test(arguments: CollectionVectors.lines)
    func `operations answer as the real server does`(line: String) throws {
        let (question, answer) = VectorText.sides(line)
        let access: CollectionOperation.Access = question[0] == "r" ? .read : .modify
        #expect(self.apply(access, question[2], to: VectorText.bin(question[1])) == answer)
    }

    @Test(arguments: [
        ("empty", ""), ("no list", "01"), ("no code", "90"), ("cut", "920103".dropLast(2).description),
        ("odd context", "93ccff9110920105"), ("empty context", "93ccff90920105"), ("context alone", "92ccff921000"),
    ])
    func `malformed parameters are a parameter error`(name: String, parameters: String) {
        #expect(self.apply(.modify, parameters, to: nil) == "4", "\(name)")
    }

    @Test func `reading operations cannot modify and the reverse`() {
        #expect(self.apply(.modify, "9110", to: VectorText.bin("20:9101")) == "4")
        #expect(self.apply(.read, "920107", to: VectorText.bin("20:9101")) == "4")
    }

    @Test func `an absent bin is read as nothing`() {
        #expect(self.apply(.read, "9110", to: nil) == "0 nil nil")
    }

    @Test func `no prefix or flipped byte of parameters or bin crashes`() {
        for line in CollectionVectors.lines {
            let (question, _) = VectorText.sides(line)
            let parameters = VectorText.bytes(question[2])
            for length in parameters.indices {
                _ = self.apply(.modify, parameters[..<length], to: VectorText.bin(question[1]))
                var changed = parameters
                changed[length] ^= 0x55
                _ = self.apply(.modify, changed[...], to: VectorText.bin(question[1]))
                _ = self.apply(.read, changed[...], to: VectorText.bin(question[1]))
            }
        }
    }

    private func apply(
        _ access: CollectionOperation.Access,
        _ parameters: some StringProtocol,
        to bin: BinParticle?
    ) -> String {
        self.apply(access, VectorText.bytes(parameters)[...], to: bin)
    }

    private func apply(
        _ access: CollectionOperation.Access,
        _ parameters: ArraySlice<UInt8>,
        to bin: BinParticle?
    ) -> String {
        do throws(OperationFailure) {
            let operation = try CollectionOperation(access: access, particleType: 4, parameters: parameters)
            let outcome = try operation.apply(to: bin)
            let after = outcome.change.applied(to: bin)
            return "0 \(VectorText.text(after)) \(VectorText.text(outcome.result))"
        } catch {
            return "\(error.resultCode)"
        }
    }
}
