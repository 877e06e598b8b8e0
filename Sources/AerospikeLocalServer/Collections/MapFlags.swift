/// The write flags of map operations (`Spec/wire-protocol.md` §9.3).
struct MapFlags: Sendable {
    /// Keys that exist may get a new value.
    let mayOverwrite: Bool
    /// Keys that do not exist may be added.
    var mayCreate: Bool
    /// A refused key is no error.
    let isNoFail: Bool
    /// Of several entries the accepted ones are written.
    let isPartial: Bool

    init(_ flags: UInt64) {
        self.mayOverwrite = flags & 1 == 0
        self.mayCreate = flags & 2 == 0
        self.isNoFail = flags & 4 != 0
        self.isPartial = flags & 8 != 0
    }

    /// The flags that an operation means: those of its argument, or those that its code stands for.
    init(opcode: UInt64, _ arguments: CollectionArguments) {
        switch opcode {
        case 65, 66: self.init(1)
        case 67: self.init(arguments.flags(3))
        case 68: self.init(arguments.flags(2))
        case 69, 70: self.init(2)
        default: self.init(0)
        }
    }
}
