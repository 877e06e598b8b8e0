import AerospikeProtocol
import BackupStorage
import Foundation
import Synchronization
import Testing

@testable import BackupEngine

@Suite struct `Files of a backup` {
    /// Writes blocks of the given sizes as a worker does, and returns the files by name.
    private func write(blocks sizes: [Int], limit: Int) async throws -> [(name: String, text: String)] {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        var plan = BackupPlan(namespace: "test", destination: .directory(path: directory.path, prefix: "p"))
        plan.fileLimit = limit
        let output = BackupOutput(plan: plan, shared: nil)
        let writer = try BackupFileWriter(
            output: output,
            plan: plan,
            statistics: BackupStatistics(),
            throttle: nil,
            clock: StageClock()
        )
        try writer.open(isFirst: true)
        for (number, size) in sizes.enumerated() {
            let start = writer.text.count
            writer.text.append([UInt8](repeating: UInt8(97 + number % 26), count: size - 1) + [10])
            if writer.exceedsLimit { try await writer.rotate(movingFrom: start) }
            writer.appended(records: 1)
            if writer.isFull { try await writer.flush() }
        }
        try await writer.finish()
        let known = Dictionary(uniqueKeysWithValues: try await output.manifestFiles().map { ($0.name, $0) })
        return try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted().map { name in
            let bytes = try Data(contentsOf: directory.appending(path: name))
            // Each block is a line, and so are the two lines of each head and the third of the first.
            let records = bytes.count { $0 == 10 } - (name == "p_00000.asb" ? 3 : 2)
            let stored = StoredFile(bytes: UInt64(bytes.count), checksum: try Checksum(of: bytes))
            #expect(known[name] == BackupManifest.File(name: name, stored: stored, records: records))
            return (name, String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Counts pieces, and those that lie in memory otherwise than they will in the file.
    private final class PlaceCounter: OutputFile {
        let path = "places"
        let isWhole = true
        private let counts = Mutex((bytes: UInt64(0), pieces: 0, misplaced: 0))

        var length: UInt64 { self.counts.withLock { $0.bytes } }
        var pieces: Int { self.counts.withLock { $0.pieces } }
        var misplaced: Int { self.counts.withLock { $0.misplaced } }

        func write(_ storage: [UInt8], _ range: Range<Int>) async throws { try self.writeBlocking(storage, range) }

        func abandon() {}

        func writeBlocking(_ storage: [UInt8], _ range: Range<Int>) throws {
            self.counts.withLock { counts in
                let lead = DescriptorOutput.lead(of: storage, at: Int(counts.bytes))
                counts.bytes += UInt64(range.count)
                counts.pieces += 1
                counts.misplaced += lead == range.lowerBound ? 0 : 1
            }
        }

        func finish() async throws -> StoredFile? { nil }
        func finishBlocking() throws -> StoredFile? { nil }
    }

    @Test func `are text that lies in memory as in the file`() async throws {
        let places = PlaceCounter()
        let plan = BackupPlan(namespace: "test", destination: .file(path: "places"))
        let writer = try BackupFileWriter(
            output: BackupOutput(plan: plan, shared: places),
            plan: plan,
            statistics: BackupStatistics(),
            throttle: nil,
            clock: StageClock()
        )
        try writer.open(isFirst: true)
        for number in 0..<40 {
            writer.text.append([UInt8](repeating: 97, count: 100_000 + number * 7))
            writer.appended(records: 1)
            if writer.isFull { try await writer.flush() }
        }
        try await writer.finish()
        #expect(places.pieces == 4)
        #expect(places.misplaced == 0)
        #expect(places.length > 4_000_000)
    }

    /// Writes records that compress to about a quarter, and returns the files by name with their text.
    private func write(records: Int, container: FileContainer, limit: Int) async throws -> [(size: Int, text: String)] {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        var plan = BackupPlan(namespace: "test", destination: .directory(path: directory.path, prefix: "p"))
        plan.fileLimit = limit
        plan.container = container
        let statistics = BackupStatistics()
        let writer = try BackupFileWriter(
            output: BackupOutput(plan: plan, shared: nil),
            plan: plan,
            statistics: statistics,
            throttle: nil,
            clock: StageClock()
        )
        try writer.open(isFirst: true)
        for number in 0..<records {
            let start = writer.text.count
            writer.text.append(utf8: "record \(number) \(number &* 0x1E37_79B9_7F4A_7C15) and what all of them hold\n")
            if writer.exceedsLimit { try await writer.rotate(movingFrom: start) }
            writer.appended(records: 1)
            if writer.isFull { try await writer.flush() }
        }
        try await writer.finish()
        var files: [(size: Int, text: String)] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() {
            let url = directory.appending(path: name)
            let text = try await Self.text(of: url.path, container: container)
            files.append((try Data(contentsOf: url).count, text))
        }
        #expect(files.map(\.size).reduce(0, +) == Int(statistics.bytes))
        return files
    }

    private static func text(of path: String, container: FileContainer) async throws -> String {
        try await InputFile.withFile(path: path) { file in
            let input = try ContainerInput(file: file, container: container)
            var window = InputWindow(capacity: 1 << 16)
            var text = ""
            while try await input.read(into: &window).count > 0 {
                text += String(decoding: window.bytes)
                window.consume(window.count)
                window.makeRoom()
            }
            return text
        }
    }

    @Test(arguments: [true, false], [true, false])
    func `the limit counts bytes as they are stored`(compresses: Bool, encrypts: Bool) async throws {
        let container = FileContainer(
            compression: compresses ? .standard : nil,
            encryption: encrypts ? EncryptionKey(mode: .aes128, secret: [1]) : nil
        )
        let limit = 1 << 20
        let files = try await self.write(records: 150_000, container: container, limit: limit)
        #expect(files.count > 2)
        for file in files { #expect(file.size <= limit) }
        for file in files.dropLast() { #expect(file.size > limit - (96 << 10)) }
        let numbers = files.flatMap { file in
            file.text.split(separator: "\n").filter { $0.hasPrefix("record ") }.map { $0.split(separator: " ")[1] }
        }
        #expect(numbers.count == 150_000)
        #expect(zip(numbers, 0...).allSatisfy { Int($0) == $1 })
    }

    private let head = "Version 3.1\n# namespace test\n"

    @Test func `a backup within the limit is one file`() async throws {
        let files = try await self.write(blocks: [10, 20, 30], limit: 1000)
        #expect(files.map(\.name) == ["p_00000.asb"])
        #expect(files[0].text.hasPrefix(self.head + "# first-file\naaaaaaaaa\nbbb"))
    }

    @Test func `no file is larger than the limit and every block is in one file`() async throws {
        let sizes = (0..<200).map { 50 + $0 * 37 % 400 }
        let files = try await self.write(blocks: sizes, limit: 2000)
        #expect(files.count > 10)
        var lines: [Int] = []
        for (number, file) in files.enumerated() {
            #expect(file.name == "p_000" + (number < 10 ? "0\(number)" : "\(number)") + ".asb")
            #expect(file.text.utf8.count <= 2000)
            let head = number == 0 ? self.head + "# first-file\n" : self.head
            #expect(file.text.hasPrefix(head))
            lines += file.text.dropFirst(head.count).split(separator: "\n").map { $0.utf8.count + 1 }
        }
        #expect(lines == sizes)
    }

    @Test func `a block larger than the limit has a file of its own`() async throws {
        let files = try await self.write(blocks: [100, 5000, 100], limit: 1000)
        #expect(files.map(\.text.utf8.count) == [142, 5029, 129])
    }

    @Test func `large blocks pass through the buffer`() async throws {
        let files = try await self.write(blocks: [3 << 20, 100, 2 << 20], limit: 250 << 20)
        #expect(files.map(\.text.utf8.count) == [42 + (3 << 20) + 100 + (2 << 20)])
    }
}
