/// The bytes of a private key that a backup's key is derived from: its traditional DER (`Spec/asb-format.md` §10).
package enum PrivateKeyBytes {
    /// The object identifier of RSA, 1.2.840.113549.1.1.1.
    private static let rsa: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
    /// The object identifier of keys on elliptic curves, 1.2.840.10045.2.1.
    private static let ellipticCurve: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
    /// The object identifier of DSA, 1.2.840.10040.4.1.
    private static let dsa: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x38, 0x04, 0x01]

    /// Takes the first private key out of a PEM file.
    ///
    /// RSA becomes the `RSAPrivateKey` of PKCS#1 and elliptic curves the `ECPrivateKey` of SEC 1 with its parameters, as
    /// OpenSSL's `i2d_PrivateKey` writes them. Kinds without a traditional form stay as they are.
    ///
    /// - Throws: `StorageError` if there is none, or it has a passphrase.
    package static func traditional(pem text: String) throws(StorageError) -> [UInt8] {
        let found = PEMBlock.blocks(in: text).first { $0.label.hasSuffix("PRIVATE KEY") }
        guard let block = found else { throw Self.unreadable("") }
        guard !block.isEncrypted else { throw Self.unreadable(" and has no passphrase") }
        guard let bytes = block.bytes, let key = Self.traditional(bytes, label: block.label) else {
            throw Self.unreadable("")
        }
        return key
    }

    private static func unreadable(_ hint: String) -> StorageError {
        StorageError(.invalid, "Unable to parse private key, make sure the key is in PEM format\(hint)")
    }

    private static func traditional(_ bytes: [UInt8], label: String) -> [UInt8]? {
        var rest = bytes[...]
        guard let key = DERElement(takingFrom: &rest), rest.isEmpty, let parts = key.elements else { return nil }
        guard parts.count >= 3, parts[0].tag == DERElement.Tag.integer else { return nil }
        switch label {
        case "PRIVATE KEY": return Self.unwrapped(bytes, parts)
        case "RSA PRIVATE KEY": return parts.count >= 9 ? bytes : nil
        case "EC PRIVATE KEY": return parts[2].tag == DERElement.Tag.parameters ? bytes : nil
        default: return bytes
        }
    }

    /// Takes the key out of a `PrivateKeyInfo` of PKCS#8.
    private static func unwrapped(_ bytes: [UInt8], _ parts: [DERElement]) -> [UInt8]? {
        guard let algorithm = parts[1].elements, let identifier = algorithm.first else { return nil }
        guard identifier.tag == DERElement.Tag.objectIdentifier, parts[2].tag == DERElement.Tag.octets else {
            return nil
        }
        switch Array(identifier.content) {
        case Self.rsa: return Array(parts[2].content)
        case Self.ellipticCurve: return algorithm.count > 1 ? Self.key(parts[2].content, on: algorithm[1]) : nil
        // Its traditional form holds a public key that is not in the file.
        case Self.dsa: return nil
        default: return bytes
        }
    }

    /// Adds the curve to an `ECPrivateKey` that leaves it to the `PrivateKeyInfo` around it.
    private static func key(_ bytes: ArraySlice<UInt8>, on curve: DERElement) -> [UInt8]? {
        var rest = bytes
        guard let key = DERElement(takingFrom: &rest), var parts = key.elements?.map({ Array($0.encoded) }) else {
            return nil
        }
        guard parts.count >= 2 else { return nil }
        if parts.count < 3 || parts[2].first != DERElement.Tag.parameters {
            parts.insert(DERElement.encode(tag: DERElement.Tag.parameters, content: Array(curve.encoded)), at: 2)
        }
        return DERElement.encode(tag: DERElement.Tag.sequence, content: Array(parts.joined()))
    }
}
