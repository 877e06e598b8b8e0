import AerospikeProtocol

@testable import BackupStorage

/// Private keys, told apart by the first byte: the text of a PEM file, or the bytes of a key that are put into one. Nothing traps,
/// blank ends of lines do not matter, and elements are written and read again as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    let rest = Array(input.dropFirst())
    let labels = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"]
    if Int(first) < labels.count {
        let label = labels[Int(first)]
        checkText("-----BEGIN \(label)-----\n\(Base64.encode(rest))\n-----END \(label)-----\n")
    } else {
        checkText(String(decoding: rest, as: UTF8.self))
    }
    checkElement(rest)
    return 0
}

private func checkText(_ text: String) {
    let key = try? PrivateKeyBytes.traditional(pem: text)
    guard !text.contains("\r") else { return }
    let again = try? PrivateKeyBytes.traditional(pem: text.replacing("\n", with: " \r\n"))
    precondition(again == key, "ends of lines make another key")
}

private func checkElement(_ bytes: [UInt8]) {
    var rest = bytes[...]
    guard let element = DERElement(takingFrom: &rest) else { return }
    precondition(element.encoded + rest == bytes[...], "an element that is more or less than its bytes")
    let written = DERElement.encode(tag: element.tag, content: Array(element.content))
    var behind = written[...]
    let again = DERElement(takingFrom: &behind)
    precondition(again?.content == element.content && behind.isEmpty, "another element")
    precondition(
        (element.elements ?? []).allSatisfy { $0.encoded.count <= element.content.count },
        "more than there is"
    )
}
