import AerospikeProtocol

/// Changes the bytes of one answer as a fault wants it, wherever the pieces that it is sent in begin and end.
struct FaultyAnswer: Sendable {
    /// What is to be done with a piece, in order.
    enum Step: Hashable, Sendable {
        /// Send bytes.
        case send([UInt8])
        /// Wait before the next step.
        case wait(FaultDelay)
        /// End the connection; no step follows.
        case end(FaultEnding)
    }

    private let fault: Fault
    /// The number of bytes of the answer taken in.
    private var offset = 0
    /// The number of messages of the answer taken in.
    private var messages = 0

    /// Creates a change; faults that change no bytes let them pass.
    init(_ fault: Fault) { self.fault = fault }

    /// Takes in the next bytes, whole messages always.
    mutating func apply(_ bytes: [UInt8]) -> [Step] {
        let range = self.offset..<(self.offset + bytes.count)
        let first = self.messages + 1
        let headers = Self.headers(in: bytes)
        self.offset = range.upperBound
        self.messages += headers.count
        switch self.fault {
        case .cut(let end, let ending):
            guard end < range.upperBound else { return [.send(bytes)] }
            let rest = Array(bytes.prefix(max(0, end - range.lowerBound)))
            return rest.isEmpty ? [.end(ending)] : [.send(rest), .end(ending)]
        case .delay(let delay, let place) where range.contains(place):
            let split = place - range.lowerBound
            return split == 0
                ? [.wait(delay), .send(bytes)]
                : [.send(Array(bytes[..<split])), .wait(delay), .send(Array(bytes[split...]))]
        case .garble(let place, let mask) where range.contains(place):
            var bytes = bytes
            bytes[place - range.lowerBound] ^= mask
            return [.send(bytes)]
        case .length(let size, let message) where headers.indices.contains(message - first):
            var bytes = bytes
            for index in 0..<6 {
                bytes[headers[message - first] + 2 + index] = UInt8(truncatingIfNeeded: size >> UInt64(40 - index * 8))
            }
            return [.send(bytes)]
        case .type(let type, let message) where headers.indices.contains(message - first):
            var bytes = bytes
            bytes[headers[message - first] + 1] = type
            return [.send(bytes)]
        default:
            return [.send(bytes)]
        }
    }

    /// Where the protocol headers of whole messages begin.
    private static func headers(in bytes: [UInt8]) -> [Int] {
        var places: [Int] = []
        var reader = ByteReader(bytes.view)
        while !reader.isAtEnd {
            let place = reader.offset
            guard let header = try? ProtocolHeader(reading: &reader) else { break }
            guard (try? reader.skip(header.bodySize)) != nil else { break }
            places.append(place)
        }
        return places
    }
}
