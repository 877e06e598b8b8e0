/// What a segment holds (`Spec/asmt.md` §2).
enum SegmentKind: Hashable, Sendable, CaseIterable {
    case base
    case treex
    case primaryStage
    case meta
    case secondaryTreex
    case secondaryStage
    case data

    /// The name in the tables of backups.
    var label: String {
        switch self {
        case .base: "pi-base"
        case .treex: "pi-treex"
        case .primaryStage: "pi-stage"
        case .meta: "si-meta"
        case .secondaryTreex: "si-treex"
        case .secondaryStage: "si-stage"
        case .data: "data-stage"
        }
    }

    /// The name in the tables of restores.
    var labelOfFile: String { self == .data ? "data" : self.label }

    /// The name in messages.
    var words: String {
        switch self {
        case .base: "base"
        case .treex: "tree-x"
        case .primaryStage: "primary stage"
        case .meta: "secondary meta"
        case .secondaryTreex: "secondary tree-x"
        case .secondaryStage: "secondary stage"
        case .data: "data stage"
        }
    }

    /// Reads a label; those of the original's documentation differ from those that it prints.
    init?(label: String) {
        switch label {
        case "si-base": self = .meta
        case "data": self = .data
        default:
            guard let kind = Self.allCases.first(where: { $0.label == label }) else { return nil }
            self = kind
        }
    }

    /// Whether its file may be compressed (`Spec/asmt.md` §6).
    var isCompressible: Bool { self != .base && self != .meta }
}
