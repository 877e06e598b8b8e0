import Testing

@testable import SharedMemoryIndex

@Suite struct `Faults of files` {
    static let fault = SharedMemoryError(.damaged, "broken")

    /// Two namespaces of instance 0: test has the number 1, other the number 2.
    static func files(broken: UInt32) throws -> [Segment] {
        let keys: [(UInt32, String)] = [
            (0xAE00_1000, "test"), (0xAE00_1001, "test"), (0xAE00_1100, "test"), (0xAD00_1000, "test"),
            (0xAE00_2000, "other"), (0xAE00_2001, "other"), (0xAE00_2100, "other"), (0xAD00_2000, "other"),
        ]
        return try keys.map { key, namespace in
            var segment = try Segment.sample(key, namespace: namespace)
            let name = SegmentFileName(key: segment.key, isCompressed: false)
            let isBroken = key == broken
            if isBroken { segment.header = nil }
            segment.place = .file(SegmentFile(name: name, size: 4096, fault: isBroken ? Self.fault : nil))
            return segment
        }
    }

    static func manifest(_ names: [String]) -> SegmentManifest {
        SegmentManifest(
            namespace: "test",
            instance: 0,
            files: names.map { SegmentManifest.File(name: $0, size: 1, segmentSize: 1, hash: 1, pieces: []) }
        )
    }

    @Test(
        arguments: [
            (0xAE00_1100, ["test"]), (0xAE00_2001, ["other"]),
            // Only the header of these tells whose they are.
            (0xAE00_1000, ["test", "other"]), (0xAD00_2000, ["test", "other"]),
            (0, []),
        ] as [(UInt32, [String])]
    )
    func `concern the namespaces whose files they may be`(broken: UInt32, concerned: [String]) throws {
        let files = try Self.files(broken: broken)
        let found = ["test", "other"].filter {
            !FileFaults.faults(of: $0, instance: 0, manifest: nil, in: files).isEmpty
        }
        #expect(found == concerned)
        #expect(FileFaults.faults(of: "test", instance: 1, manifest: nil, in: files).isEmpty)
    }

    @Test func `concern the namespace whose manifest lists the file`() throws {
        let files = try Self.files(broken: 0xAD00_2000)
        for (names, expected) in [(["ad002000.dat"], [Self.fault]), (["ad001000.dat"], [])] {
            #expect(
                FileFaults.faults(of: "test", instance: 0, manifest: Self.manifest(names), in: files) == expected
            )
        }
    }

    @Test func `are told together`() throws {
        var files = try Self.files(broken: 0xAE00_1100)
        files[1].place = .file(
            SegmentFile(
                name: SegmentFileName(key: files[1].key, isCompressed: true),
                size: 1,
                fault: SharedMemoryError(.exists, "twice")
            )
        )
        let error = #expect(throws: SharedMemoryError.self) {
            try FileFaults.check("test", instance: 0, manifest: nil, in: files)
        }
        #expect(error?.messages == ["twice", "broken"])
    }
}
