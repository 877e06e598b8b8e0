import Testing

@testable import BackupStorage

/// Names are bytes: a dot or a slash is one whatever combines with it.
@Suite struct `Names of files in a directory` {
    @Test(arguments: ["a.asb", "\u{E9}.asb", "e\u{301}.asb", "a\u{600}.asb", "\u{200D}.asb"])
    func `of a backup`(name: String) {
        #expect(BackupDirectory.isBackupFile(name))
    }

    @Test(arguments: ["", ".asb", "a.asb\u{301}", "a.ASB", "a.as", "a.asb.state", "asb"])
    func `of anything else`(name: String) {
        #expect(!BackupDirectory.isBackupFile(name))
    }

    @Test(arguments: [
        ("a.asb", ".", "a.asb"), ("/a.asb", "/", "a.asb"), ("x/y/a.asb", "x/y", "a.asb"),
        ("x/\u{301}a.asb", "x", "\u{301}a.asb"), ("x/\u{301}/a.asb", "x/\u{301}", "a.asb"),
        ("/\u{301}a", "/", "\u{301}a"),
    ]) func `and of their directories`(path: String, directory: String, name: String) {
        #expect(BackupDirectory(holding: path).path == directory)
        #expect(BackupDirectory.name(of: path) == name)
    }
}
