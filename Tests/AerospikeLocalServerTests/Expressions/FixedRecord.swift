@testable import AerospikeLocalServer

/// The record that the filter vectors were made with.
struct FixedRecord: ExpressionRecord {
    let setName = [UInt8]("opsdiff".utf8)
    let digest = VectorText.bytes("553e2c35f03d8ca5a95d5a74a7e859913c5e2cda")
    let lastUpdateNanoseconds: Int64 = 1_795_230_000_000_000_000
    let sinceUpdateMilliseconds: Int64 = 5
    let voidTimeNanoseconds: Int64 = -1
    let timeToLiveSeconds: Int64 = -1
    let recordSize: Int64 = 240
    let storedKey = VectorText.bin("3:6534323432")

    private static let bins = [
        "i": "1:0000000000000007", "j": "1:fffffffffffffffd", "f": "2:4004000000000000", "s": "3:68656c6c6f",
        "e": "3:-",
        "b": "4:0102", "t": "17:01", "l": "20:94030102a20361", "o": "20:94c70001010203", "m": "19:8201a203780205",
        "k": "19:84c70001c001a203780205a2036b920102",
    ]

    func bin(named name: [UInt8]) -> BinParticle? {
        Self.bins[String(decoding: name, as: UTF8.self)].flatMap { VectorText.bin($0) }
    }
}
