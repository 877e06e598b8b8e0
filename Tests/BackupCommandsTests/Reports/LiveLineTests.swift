import Testing

@testable import BackupCommands
@testable import CommandLineInterface

@Suite struct `The live line of a terminal` {
    private static let parts = ["42%", "~1m5s remaining", "1.0 MiB/s", "12 records"]

    @Test(arguments: [
        (80, "42%  ~1m5s remaining  1.0 MiB/s  12 records"), (44, "42%  ~1m5s remaining  1.0 MiB/s  12 records"),
        (43, "42%  ~1m5s remaining  1.0 MiB/s"), (21, "42%  ~1m5s remaining"), (20, "42%"), (4, "42%"), (3, ""),
        (0, ""),
    ]) func `the most important parts that fit are shown`(width: Int, text: String) {
        #expect(LiveLine.text(Self.parts, width: width) == text)
    }

    @Test func `one line is written over and over`() {
        #expect(LiveLine.replacing("", with: "a") == "a")
        #expect(LiveLine.replacing("abc", with: "d") == "\r\u{1B}[Kd")
        #expect(LiveLine.replacing("abc", with: "") == "\r\u{1B}[K")
        #expect(LiveLine.replacing("abc", with: "abc").isEmpty)
        #expect(LiveLine.replacing("", with: "").isEmpty)
    }

    @Test func `log lines stand above it`() {
        #expect(LiveLine.inserting("log\n", above: "abc") == "\r\u{1B}[Klog\nabc")
        #expect(LiveLine.inserting("log\n", above: "") == "log\n")
    }

    @Test func `what is not known is left out`() {
        let rate = Rate(from: .zero, to: Rate.Sample(time: 2, records: 100, bytes: 4096))
        let sample = Rate.Sample(time: 2, records: 100, bytes: 4096)
        #expect(
            LiveLine.parts(percent: 7, remaining: 65, sample: sample, rate: rate)
                == ["7%", "~1m5s remaining", "2.0 KiB/s", "4.0 KiB", "100 records", "50 rec/s"]
        )
        #expect(LiveLine.parts(percent: nil, remaining: nil, sample: sample, rate: rate).first == "2.0 KiB/s")
    }

    @Test(
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (1_048_575, "1023.9 KiB"),
            (1_048_576, "1.0 MiB"), (21_474_836_480, "20.0 GiB"), (UInt64.max, "15.9 EiB"),
        ] as [(UInt64, String)]
    ) func `amounts of bytes`(bytes: UInt64, text: String) {
        #expect(ByteAmount.text(bytes) == text)
    }
}
