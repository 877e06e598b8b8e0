import Testing

@testable import BackupEngine

@Suite struct `Times in UTC` {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_827_696, "2000-02-29T12:34:56Z"), (1_767_225_599, "2025-12-31T23:59:59Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ])
    func `are written and read`(seconds: Int, text: String) {
        #expect(UTCTime(seconds: seconds).description == text)
        #expect(UTCTime(text) == UTCTime(seconds: seconds))
    }

    @Test(arguments: [
        "", "2025-12-31", "2025-12-31T23:59:59", "2025-12-31 23:59:59Z", "2025-12-31T23:59:59+00:00",
        "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-01-01T24:00:00Z", "2025-1-001T00:00:00Z",
        "-025-01-01T00:00:00Z", "1969-12-31T23:59:59Z",
    ])
    func `are nothing else`(text: String) { #expect(UTCTime(text) == nil) }
}
