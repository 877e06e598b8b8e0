/// The flags that the leading extension of a list or map carries (`Spec/wire-protocol.md` §7.2).
enum PackedFlags {
    /// List: elements are kept in order.
    static let listOrdered: UInt8 = 0x01
    /// Map: keys are kept in order. The server sorts the keys of every map; this flag says that clients may know.
    static let keyOrdered: UInt8 = 0x01
    /// Map: keys and values are ordered.
    static let keyValueOrdered: UInt8 = 0x03
    /// Map: the order of a reply means something; never stored.
    static let preserveOrder: UInt8 = 0x08
    /// The server keeps an index with the value. Never seen by clients, so not kept here.
    static let persistIndex: UInt8 = 0x10
}
