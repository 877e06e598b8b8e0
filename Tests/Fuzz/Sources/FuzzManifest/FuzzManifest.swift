import BackupEngine
import BackupStorage
import YAMLText

/// Manifests: nothing traps, what is wrong has a place inside the document, no file is named outside the directory, and what
/// was read is written and read again as the same. With an odd first byte the text gets the last line that belongs to it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    var text = Array(input.dropFirst())
    if first & 1 == 1, let checksum = try? Checksum(of: text) { text += Array("checksum: \"\(checksum)\"\n".utf8) }
    do throws(YAMLError) {
        let manifest = try BackupManifest(text: text)
        precondition(!manifest.files.contains { $0.name.utf8.contains(UInt8(ascii: "/")) }, "a file elsewhere")
        precondition(manifest.partitions.allSatisfy { $0.begin >= 0 && $0.begin + $0.count <= 4096 }, "no partition")
        let written = (try? manifest.text()) ?? []
        let again = try? BackupManifest(text: written)
        precondition(again == manifest, "another manifest")
    } catch {
        precondition(error.isInside(text), "an error outside the document: \(error)")
    }
    return 0
}

extension YAMLError {
    /// Whether the place is one of a text, or just behind it. Lines end in many ways in YAML.
    fileprivate func isInside(_ text: [UInt8]) -> Bool { (1...text.count + 2).contains(self.line) && self.column >= 1 }
}
