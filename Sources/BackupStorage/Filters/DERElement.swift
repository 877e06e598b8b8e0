/// An element of DER: a tag, and what it holds (ITU-T X.690, definite lengths only).
struct DERElement {
    /// The tags of private keys.
    enum Tag {
        static let integer: UInt8 = 0x02
        static let octets: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let sequence: UInt8 = 0x30
        static let parameters: UInt8 = 0xA0
    }

    /// The tag of one byte.
    let tag: UInt8
    /// What the element holds.
    let content: ArraySlice<UInt8>
    /// The whole element, tag and length included.
    let encoded: ArraySlice<UInt8>

    /// Takes an element off the front of `bytes`.
    ///
    /// - Returns: `nil` if there is no whole element.
    init?(takingFrom bytes: inout ArraySlice<UInt8>) {
        guard let tag = bytes.first, tag & 0x1F != 0x1F, let first = bytes.dropFirst().first else { return nil }
        var length = Int(first)
        var rest = bytes.dropFirst(2)
        if first >= 0x80 {
            let size = Int(first & 0x7F)
            guard (1...4).contains(size), rest.count >= size else { return nil }
            length = rest.prefix(size).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(size)
        }
        guard rest.count >= length else { return nil }
        self.tag = tag
        self.content = rest.prefix(length)
        self.encoded = bytes[bytes.startIndex..<self.content.endIndex]
        bytes = rest.dropFirst(length)
    }

    /// The elements that a sequence holds.
    ///
    /// - Returns: `nil` if this is no sequence or its content is no row of elements.
    var elements: [DERElement]? {
        guard self.tag == Tag.sequence else { return nil }
        var rest = self.content
        var elements: [DERElement] = []
        while !rest.isEmpty {
            guard let element = DERElement(takingFrom: &rest) else { return nil }
            elements.append(element)
        }
        return elements
    }

    /// Encodes an element.
    static func encode(tag: UInt8, content: [UInt8]) -> [UInt8] {
        guard content.count >= 0x80 else { return [tag, UInt8(content.count)] + content }
        var length: [UInt8] = []
        var rest = content.count
        while rest > 0 {
            length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        }
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }
}
