import BackupEngine
import Testing

@testable import BackupCommands
@testable import CommandLineInterface

@Suite struct `Parsing of command lines` {
    private func parse(_ words: String...) throws -> ParsedOptions { try BackupOptions.parser.parse(words) }

    @Test func `a unique beginning of a long name is that option`() throws {
        #expect(try self.parse("--names", "test").last("namespace") == "test")
        #expect(try self.parse("--output-file-p=x").last("output-file-prefix") == "x")
    }

    @Test func `an exact name wins over longer ones that begin with it`() throws {
        #expect(try self.parse("--output-file", "x").last("output-file") == "x")
    }

    @Test func `letters may be clustered and values attached`() throws {
        let options = try self.parse("-rvntest", "-d", "x")
        #expect(options.has("remove-files"))
        #expect(options.has("verbose"))
        #expect(options.last("namespace") == "test")
    }

    @Test func `a value is taken whatever it looks like`() throws {
        #expect(try self.parse("-n", "--help").last("namespace") == "--help")
    }

    @Test(arguments: [
        (["--help"], "help"), (["-n", "--help"], nil), (["-n", "--help", "-Z"], "help"), (["-n--help"], nil),
        (["--vers"], "version"), (["--namespace", "-V"], nil), (["-rvV"], "version"), (["-nZ"], nil),
        (["--bogus", "-n", "test", "--version"], "version"), (["operand", "--usage"], "help"),
        (["--version", "--help"], "version"), (["-P", "-V"], "version"), (["--", "--help"], nil), (["-d"], nil),
    ]) func `help and version win unless they are values`(words: [String], found: String?) {
        #expect(BackupOptions.parser.first(of: ["help", "version"], in: words) == found)
    }

    @Test func `h is the host`() throws {
        #expect(try self.parse("-h", "node1").last("host") == "node1")
    }

    @Test func `the last occurrence counts`() throws {
        #expect(try self.parse("-n", "a", "-n", "b").last("namespace") == "b")
    }

    @Test(arguments: [("12", 12), (" 7", 7), ("+3", 3), ("-4", -4)])
    func `integers are read as strtol reads them`(text: String, value: Int) {
        #expect(ParsedOptions.integer(text) == value)
    }

    @Test(arguments: ["", "1 ", "0x10", "1.5", "a", "-", "+", "99999999999999999999"])
    func `other texts are no integers`(text: String) {
        #expect(ParsedOptions.integer(text) == nil)
    }

    @Test func `options of later versions are refused and not ignored`() throws {
        let options = try self.parse("-n", "test", "-d", "x", "--s3-region", "x")
        #expect(throws: OptionError(.value, "Option --s3-region is not in this version yet")) {
            try ConnectionOptions.refuseLater(options, of: BackupOptions.parser)
        }
    }

    @Test func `every option has names of its own`() {
        for options in [BackupOptions.parser.options, RestoreOptions.parser.options] {
            let names = options.flatMap(\.names)
            #expect(Set(names).count == names.count)
            let letters = options.compactMap(\.letter)
            #expect(Set(letters).count == letters.count)
        }
    }
}
