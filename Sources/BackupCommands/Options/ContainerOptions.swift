import AerospikeProtocol
import BackupStorage
import CommandLineInterface

/// The options about compression and encryption, as far as each can be checked alone (`Spec/cli.md` §2, §3).
struct ContainerOptions {
    /// The declarations that both tools have.
    static let specifications: [OptionSpecification] = [
        OptionSpecification(
            "compress",
            letter: "z",
            value: .required("algorithm"),
            help: "How the files are compressed: zstd. Default: not at all."
        ),
        OptionSpecification(
            "encrypt",
            letter: "y",
            value: .required("mode"),
            help: "How the files are encrypted: aes128 or aes256. Needs a key. Default: not at all."
        ),
        OptionSpecification(
            "encryption-key-file",
            value: .required("path"),
            help: "The key is derived from the private key in this PEM file."
        ),
        OptionSpecification(
            "encryption-key-env",
            value: .required("variable"),
            help: "The key is derived from the bytes whose base64 is in this environment variable."
        ),
    ]

    /// The declaration that only `asbackup` has.
    static let level = OptionSpecification(
        "compression-level",
        value: .required("level"),
        help: "How hard zstd compresses, -131072 to 22; 0 for the default, which is 3."
    )

    private var compresses = false
    private var level: Int?
    private var mode: EncryptionMode?
    private var secret: [UInt8]?

    /// Reads the options in the order given; keys are read at once.
    ///
    /// - Throws: `OptionError` if a value is wrong or a key cannot be read.
    init(_ options: ParsedOptions, secrets: SecretSource) throws(OptionError) {
        for occurrence in options.occurrences {
            let value = occurrence.value ?? ""
            switch occurrence.name {
            case "compress":
                guard value == "zstd" else { throw OptionError(.value, "Invalid compression type \"\(value)\"") }
                self.compresses = true
            case "encrypt":
                guard let mode = EncryptionMode(rawValue: value) else {
                    throw OptionError(.value, "Invalid encryption type \"\(value)\"")
                }
                self.mode = mode
            case "encryption-key-file": try self.takeSecret { () throws(OptionError) in try Self.file(value, secrets) }
            case "encryption-key-env":
                try self.takeSecret { () throws(OptionError) in try Self.variable(value, secrets) }
            default: continue
            }
        }
        self.level = try options.integer(
            "compression-level",
            called: "compression-level",
            in: Int(Int32.min)...Int(Int32.max)
        )
    }

    /// Checks the options against each other.
    ///
    /// - Throws: `OptionError` if one lacks another, or zstd does not know the level.
    func container() throws(OptionError) -> FileContainer {
        var container = FileContainer()
        guard self.compresses || self.level == nil else {
            throw OptionError(.value, "Cannot set compression level without compression enabled")
        }
        if self.compresses {
            do throws(StorageError) {
                container.compression = try CompressionLevel(self.level ?? 0)
            } catch {
                throw OptionError(.value, error.message)
            }
        }
        switch (self.mode, self.secret) {
        case (let mode?, let secret?): container.encryption = EncryptionKey(mode: mode, secret: secret)
        case (nil, nil): break
        default:
            throw OptionError(
                .value,
                "Must specify both encryption mode and a private key file/environment variable"
            )
        }
        return container
    }

    private mutating func takeSecret(_ read: () throws(OptionError) -> [UInt8]) throws(OptionError) {
        guard self.secret == nil else {
            throw OptionError(.value, "Cannot specify both encryption-key-file and encryption-key-env")
        }
        self.secret = try read()
    }

    private static func file(_ path: String, _ secrets: SecretSource) throws(OptionError) -> [UInt8] {
        guard !path.hasPrefix("secrets:") else {
            throw OptionError(.value, "Keys of the secret agent (\(path)) are not in this version yet")
        }
        guard let bytes = secrets.file(path) else {
            throw OptionError(.value, "Could not open private key file \"\(path)\"")
        }
        do throws(StorageError) {
            return try PrivateKeyBytes.traditional(pem: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw OptionError(.value, error.message)
        }
    }

    private static func variable(_ name: String, _ secrets: SecretSource) throws(OptionError) -> [UInt8] {
        guard let text = secrets.variable(name) else {
            throw OptionError(.value, "No environment variable \"\(name)\" found")
        }
        guard let bytes = Base64.decode(text), !bytes.isEmpty else {
            throw OptionError(.value, "Unable to decode enviroment variable \"\(name)\" as base64")
        }
        return bytes
    }
}
