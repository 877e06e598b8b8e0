import CommandLineInterface
import Testing

@testable import SharedMemoryIndex

@Suite struct `Options of asmt` {
    static func options(_ words: String) throws -> SharedMemoryOptions {
        try SharedMemoryOptions(try SharedMemoryOptions.parser.parse(words.split(separator: " ").map { String($0) }))
    }

    @Test func `may be bundled`() throws {
        let options = try Self.options("-bzcv -i2 -nfoo,,bar -p/backup -t 8")
        #expect(options.operation == .backup)
        #expect(options.isCompressed && options.comparesChecksums && options.isVerbose && !options.isAnalysis)
        #expect(options.instance == 2 && options.threads == 8)
        #expect(options.namespaces == ["foo", "bar"])
        #expect(options.path == "/backup")
    }

    @Test func `have long names`() throws {
        let long = try Self.options(
            "--backup --compress --crc32 --verbose --instance 2 --namespace foo --path /p --threads=8"
        )
        #expect(long == (try Self.options("-b -z -c -v -i 2 -n foo -p /p -t 8")))
    }

    @Test(arguments: [
        ("-n x -p y", "exactly one"), ("-br -n x -p y", "exactly one"), ("-b -n x", "(use '-p')"),
        ("-ra -n x", "(use '-p')"), ("-b -p y", "namespace names"), ("-b -p y -n x -i 16", "0..15"),
        ("-b -p y -n x -i -1", "0..15"), ("-b -p y -n x -t 0", "1..1024"), ("-b -p y -n x --rate 0", "MiB a second"),
        ("--list --verify", "exactly one"),
    ])
    func `that do not go together are refused`(words: String, message: String) {
        let error = #expect(throws: OptionError.self) { try Self.options(words) }
        #expect(error?.message.contains(message) == true)
    }

    @Test func `that look only need no directory`() throws {
        #expect(try Self.options("-ba -n x").path == nil)
        #expect(try Self.options("--list").namespaces.isEmpty)
    }

    @Test func `are all in help, manual page and completions`() throws {
        let manual = SharedMemoryOptions.manual
        for option in SharedMemoryOptions.parser.options where !option.isHidden {
            #expect(manual.help.contains("--\(option.name)"))
        }
        for shell in ["bash", "zsh", "fish"] {
            var options = ParsedOptions()
            options.append("print-completion", shell)
            #expect(try GeneratedText.text(options, manual)?.contains("allow-asd") == true)
        }
    }
}
