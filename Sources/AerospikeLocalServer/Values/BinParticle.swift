/// A bin's value as it is stored and as it is put into a reply: particle type and value bytes (`Spec/wire-protocol.md` §7.1).
package struct BinParticle: Equatable, Sendable {
    /// The particle type.
    package var type: UInt8
    /// The value bytes.
    package var bytes: [UInt8]

    /// Creates a particle from its type and value bytes.
    package init(type: UInt8, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }
}
