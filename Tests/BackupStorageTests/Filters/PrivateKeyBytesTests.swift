import AerospikeProtocol
import Testing

@testable import BackupStorage

@Suite struct `Bytes of private keys` {
    @Test(arguments: KeyVectors.keys.map(\.name)) func `as OpenSSL writes them`(name: String) throws {
        let key = try #require(KeyVectors.keys.first { $0.name == name })
        let expected = try #require(Base64.decode(key.der))
        #expect(try PrivateKeyBytes.traditional(pem: key.pem) == expected)
    }

    @Test func `text around a key and ends of lines do not matter`() throws {
        let key = KeyVectors.keys[0]
        let text = "Bag Attributes\r\n  friendlyName: x\r\n" + key.pem.replacing("\n", with: " \r\n") + "\r\nmore"
        #expect(try PrivateKeyBytes.traditional(pem: text) == Base64.decode(key.der))
    }

    @Test(arguments: KeyVectors.encrypted) func `keys with a passphrase are refused`(pem: String) throws {
        do {
            _ = try PrivateKeyBytes.traditional(pem: pem)
            Issue.record("accepted")
        } catch {
            #expect(error.message.contains("passphrase"))
        }
    }

    @Test func `anything else is no key`() throws {
        let whole = KeyVectors.keys[0].pem
        let lines = whole.split(separator: "\n")
        let bad = [
            "", "hello\n", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\n@@@@\n-----END PRIVATE KEY-----\n",
            lines.dropLast().joined(separator: "\n"),
            (lines[..<2] + lines[3...]).joined(separator: "\n"),
            whole.replacing("PRIVATE", with: "PUBLIC"), whole.replacing("PRIVATE", with: "EC PRIVATE"),
        ]
        for text in bad {
            #expect(throws: StorageError.self, "\(text)") { try PrivateKeyBytes.traditional(pem: text) }
        }
    }

    @Test func `no bytes make the reader of DER trap`() throws {
        for key in KeyVectors.keys {
            let der = try #require(Base64.decode(key.der))
            for index in der.indices {
                for value: UInt8 in [0, 0x7F, 0x80, 0x84, 0xFF] {
                    var bytes = der
                    bytes[index] = value
                    let text = "-----BEGIN PRIVATE KEY-----\n\(Base64.encode(bytes))\n-----END PRIVATE KEY-----"
                    _ = try? PrivateKeyBytes.traditional(pem: text)
                }
            }
        }
    }
}
