import TOMLText
import YAMLText

/// TOML documents: nothing traps, what is wrong has a place inside the document, keys stand once, and the tree can be written
/// as YAML that reads as the same tree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    do throws(TOMLError) {
        let root = try TOMLReader.document(input)
        precondition(areUnique(root), "a key that stands twice")
        let again = try? YAMLReader.document(YAMLWriter.text(root))
        precondition(again.map { isSame(root, $0) } ?? false, "a tree that YAML cannot hold")
    } catch {
        let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
        precondition(error.line >= 1 && error.line <= lines && error.column >= 1, "an error outside the document")
    }
    return 0
}

private func areUnique(_ node: YAMLNode) -> Bool {
    if let nodes = node.nodes { return nodes.allSatisfy(areUnique) }
    guard let entries = node.entries else { return true }
    return Set(entries.map(\.name)).count == entries.count && entries.allSatisfy { areUnique($0.value) }
}

private func isSame(_ one: YAMLNode, _ other: YAMLNode) -> Bool {
    if let nodes = one.nodes, let others = other.nodes {
        return nodes.count == others.count && zip(nodes, others).allSatisfy(isSame)
    }
    if let entries = one.entries, let others = other.entries {
        return entries.count == others.count
            && zip(entries, others).allSatisfy { $0.name == $1.name && isSame($0.value, $1.value) }
    }
    return one.text != nil && one.text == other.text
}
