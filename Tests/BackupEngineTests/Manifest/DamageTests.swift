import BackupStorage
import Foundation
import Testing

@testable import BackupEngine

/// Issue: every damage of a backup that has a manifest is found, and the file is named.
@Suite struct `Damaged backups` {
    /// What was done to a backup, and what must be said about it.
    private struct Damage {
        var files: [String: [UInt8]]
        /// The names that must be in the messages.
        var names: [String]
        /// One of these words must be.
        var words: [String]
    }

    private static func damage(_ files: [String: [UInt8]], _ random: inout SplitMix64) throws -> Damage {
        let names = files.keys.sorted()
        let data = names.filter { $0.hasSuffix(".asb") }
        let name = names[random.below(names.count)]
        let one = data[random.below(data.count)]
        let other = try #require(data.filter { $0 != one }.randomElement(using: &random))
        let isManifest = name == SmallBackup.manifest
        var damage = Damage(files: files, names: [name], words: ["line "])
        var bytes = try #require(files[name])
        switch random.below(8) {
        case 0:
            bytes.removeLast(1 + random.below(bytes.count))
            damage.files[name] = bytes
            if !isManifest { damage.words = ["truncated"] }
        case 1:
            bytes[random.below(bytes.count)] ^= 1 << random.below(8)
            damage.files[name] = bytes
            if !isManifest { damage.words = ["changed"] }
        case 2:
            damage.files[name] = bytes + random.bytes(1 + random.below(100))
            if !isManifest { damage.words = ["changed"] }
        case 3:
            damage.files[one] = nil
            damage.names = [one]
            damage.words = ["missing"]
        case 4:
            let copy = isManifest ? "copy.manifest.yaml" : "test_9\(random.below(10_000)).asb"
            damage.files[copy] = bytes
            damage.names = isManifest ? [copy] : [copy, name]
            damage.words = isManifest ? ["renamed"] : ["duplicated"]
        case 5:
            damage.files[other] = files[one]
            damage.names = [one, other]
            damage.words = ["duplicated"]
        case 6:
            damage.files[one] = files[other]
            damage.files[other] = files[one]
            damage.names = [one, other]
            damage.words = ["reordered"]
        default:
            let new = isManifest ? "other.manifest.yaml" : "test_9\(random.below(10_000)).asb"
            damage.files[name] = nil
            damage.files[new] = bytes
            damage.names = [new, name]
            damage.words = ["renamed"]
        }
        return damage
    }

    /// Makes the directory hold these files.
    private static func change(_ directory: URL, from old: [String: [UInt8]], to new: [String: [UInt8]]) throws {
        for name in old.keys where new[name] == nil {
            try FileManager.default.removeItem(at: directory.appending(path: name))
        }
        for (name, bytes) in new where old[name] != bytes {
            try Data(bytes).write(to: directory.appending(path: name))
        }
    }

    private static let containers = [
        FileContainer.plain, FileContainer(compression: .standard),
        FileContainer(encryption: EncryptionKey(mode: .aes128, secret: [1])),
        FileContainer(compression: .standard, encryption: EncryptionKey(mode: .aes256, secret: [2])),
    ]

    @Test(arguments: 0..<4) func `are found, 250 of each container`(container: Int) async throws {
        let backup = try await SmallBackup(container: Self.containers[container])
        defer { backup.remove() }
        for number in 0..<250 {
            let seed = UInt64(container * 250 + number)
            var random = SplitMix64(seed: seed)
            let damage = try Self.damage(backup.files, &random)
            try Self.change(backup.directory, from: backup.files, to: damage.files)
            let (result, lines) = await backup.validate()
            let text = lines.joined(separator: "\n")
            #expect(result == nil, "seed \(seed): \(damage.names) \(damage.words)\n\(text)")
            for name in damage.names { #expect(text.contains(name), "seed \(seed): \(name)\n\(text)") }
            #expect(damage.words.contains { text.contains($0) }, "seed \(seed): \(damage.words)\n\(text)")
            try Self.change(backup.directory, from: damage.files, to: backup.files)
        }
        #expect(await backup.validate().result != nil)
    }
}
