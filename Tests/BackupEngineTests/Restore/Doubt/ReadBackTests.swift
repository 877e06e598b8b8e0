import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Reading back what may have been written` {
    private let digest = Array(UInt8(1)...20)

    @Test func `the question is the record's metadata, if it is young enough`() throws {
        let question = ReadBack(namespace: "test", digest: self.digest, generation: 3)
        let bytes = question.request(writtenWithin: .milliseconds(4000), timeout: 250)
        var reader = ByteReader(bytes.view)
        #expect(try ProtocolHeader(reading: &reader).bodySize == bytes.count - 8)
        let message = try Message(reading: &reader)
        #expect(message.header.info1.rawValue == 0x21 && message.header.transactionTimeToLive == 250)
        #expect(message[.namespace] == Array("test".utf8) && message[.digest] == self.digest)
        // [6, [67], 5000] of §15: since update, at most five seconds: four and one for clocks that differ.
        #expect(message[.filterExpression] == [0x93, 6, 0x91, 67, 0xCD, 0x13, 0x88])
    }

    @Test(arguments: [
        // The record is young: our write, unless its generation is above what that write leaves.
        (ResultCode.ok, 3, 1, ReadBack.Finding.written), (.ok, 3, 3, .written), (.ok, 3, 4, .notWritten),
        (.ok, 0, 9, .written),
        // It is older than our write.
        (.filteredOut, 3, 0, .notWritten),
        // Nobody knows.
        (.notFound, 3, 0, .unknown), (.timeout, 3, 0, .unknown), (.parameter, 3, 0, .unknown),
    ])
    func `answers`(result: ResultCode, asked: UInt32, found: UInt32, finding: ReadBack.Finding) {
        let question = ReadBack(namespace: "test", digest: self.digest, generation: asked)
        #expect(question.finding(result, generation: found, after: .seconds(1)) == finding)
    }

    /// The second that the question allows for is over: our own write may be older than it says.
    @Test func `an answer that was long on its way does not say that there was no write`() {
        let question = ReadBack(namespace: "test", digest: self.digest, generation: 3)
        #expect(question.finding(.filteredOut, generation: 0, after: .milliseconds(1001)) == nil)
        #expect(question.finding(.ok, generation: 3, after: .seconds(9)) == .written)
        #expect(question.finding(.ok, generation: 4, after: .seconds(9)) == .notWritten)
        #expect(question.finding(.notFound, generation: 0, after: .seconds(9)) == .unknown)
    }
}
