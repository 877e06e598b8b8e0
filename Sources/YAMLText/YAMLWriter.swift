import CYAML

/// Writes YAML documents with libyaml: block style, keys in the order given, flow style for short sequences of scalars.
public enum YAMLWriter {
    /// The document of a node.
    ///
    /// - Parameters:
    ///   - root: The document's root.
    ///   - comment: Lines in front of it, without `# `.
    public static func text(_ root: YAMLNode, comment: [String] = []) -> [UInt8] {
        var output = comment.flatMap { Array("# \($0)\n".utf8) }
        withUnsafeMutablePointer(to: &output) { output in
            withUnsafeTemporaryAllocation(of: yaml_emitter_t.self, capacity: 1) { memory in
                guard let emitter = memory.baseAddress, yaml_emitter_initialize(emitter) != 0 else {
                    fatalError("no memory for a YAML emitter")
                }
                defer { yaml_emitter_delete(emitter) }
                yaml_emitter_set_unicode(emitter, 1)
                yaml_emitter_set_width(emitter, -1)
                yaml_emitter_set_output(
                    emitter,
                    { target, bytes, count in
                        let bytes = UnsafeBufferPointer(start: bytes, count: count)
                        target?.assumingMemoryBound(to: [UInt8].self).pointee.append(contentsOf: bytes)
                        return 1
                    },
                    output
                )
                Self.emit(emitter) { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
                Self.emit(emitter) { yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
                Self.emit(root, emitter)
                Self.emit(emitter) { yaml_document_end_event_initialize(&$0, 1) }
                Self.emit(emitter) { yaml_stream_end_event_initialize(&$0) }
            }
        }
        return output
    }

    private static func emit(
        _ emitter: UnsafeMutablePointer<yaml_emitter_t>,
        _ initialize: (inout yaml_event_t) -> CInt
    ) {
        var event = yaml_event_t()
        // Fails for lack of memory, or for text that is not UTF-8, which a String cannot hold.
        guard initialize(&event) != 0, yaml_emitter_emit(emitter, &event) != 0 else {
            fatalError("a YAML event could not be written")
        }
    }

    private static func emit(_ node: YAMLNode, _ emitter: UnsafeMutablePointer<yaml_emitter_t>) {
        switch node.content {
        case .scalar(let text, let isPlain): Self.emit(scalar: text, isPlain: isPlain, emitter)
        case .sequence(let nodes):
            let isShort = nodes.allSatisfy { $0.text != nil }
            let style = isShort ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
            Self.emit(emitter) { yaml_sequence_start_event_initialize(&$0, nil, nil, 1, style) }
            for node in nodes { Self.emit(node, emitter) }
            Self.emit(emitter) { yaml_sequence_end_event_initialize(&$0) }
        case .mapping(let entries):
            let style = entries.isEmpty ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
            Self.emit(emitter) { yaml_mapping_start_event_initialize(&$0, nil, nil, 1, style) }
            for entry in entries {
                Self.emit(entry.key, emitter)
                Self.emit(entry.value, emitter)
            }
            Self.emit(emitter) { yaml_mapping_end_event_initialize(&$0) }
        }
    }

    private static func emit(scalar text: String, isPlain: Bool, _ emitter: UnsafeMutablePointer<yaml_emitter_t>) {
        let style = isPlain || Self.isWord(text) ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE
        Self.emit(emitter) { event in
            Array(text.utf8).withUnsafeBufferPointer {
                yaml_scalar_event_initialize(&event, nil, nil, $0.baseAddress, CInt($0.count), 1, 1, style)
            }
        }
    }

    /// Whether a text can stand without quotes: letters, digits, `-`, `_`, `.` and `/`, none of it a number or a word of YAML.
    private static func isWord(_ text: String) -> Bool {
        guard let first = text.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20 else { return false }
        let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        return !words.contains(text.lowercased())
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-")...UInt8(ascii: "/"): true
                case UInt8(ascii: "_"): true
                default: false
                }
            }
    }
}
