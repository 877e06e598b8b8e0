import Testing
import YAMLText

@testable import BackupCommands
@testable import CommandLineInterface

@Suite struct `Options in force` {
    private func read(_ text: String, _ words: String...) throws -> ParsedOptions {
        let source = ConfigurationSource(home: nil, read: { _ in .bytes(Array(text.utf8)) }, files: { _ in nil })
        let parsed = try BackupOptions.parser.parse(["--only-config-file", "c.yaml"] + words)
        return try Configuration(parsed, schema: BackupOptions.schema, source: source).options
    }

    private func text(_ options: ParsedOptions) -> String {
        ConfigurationText.text(options, schema: BackupOptions.schema, tool: "asbackup")
    }

    private static let example = """
        cluster: {host: "a:1,b", password: topsecret, tls-keyfile-password: "env:V"}
        asbackup:
          namespace: "12"
          set: [a, "b,c"]
          output-file: "-"
          no-bins: true
          no-udfs: false
        """

    @Test func `lines say where a value was given`() throws {
        let lines = Set(self.text(try self.read(Self.example, "-w", "7", "-s", "d")).split(separator: "\n"))
        for line in [
            "  host: \"a:1,b\"  # c.yaml, line 1", "  port: 3000  # default", "  namespace: \"12\"  # c.yaml, line 3",
            "  set: \"a,\\\"b,c\\\",d\"  # c.yaml, line 4; command line", "  no-bins: true  # c.yaml, line 6",
            "  no-udfs: false  # c.yaml, line 7", "  no-indexes: false  # default", "  parallel: 7  # command line",
            "  tls-keyfile-password: \"env:V\"  # c.yaml, line 1", "  # bin-list: not set",
            "  # nice: no limit (default)",
        ] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
    }

    @Test func `secrets are hidden`() throws {
        let text = self.text(try self.read(Self.example))
        #expect(!text.contains("topsecret"))
        #expect(text.contains("  # password: (hidden)  # c.yaml, line 1\n"))
    }

    @Test func `the text is a configuration file that says the same`() throws {
        let options = try self.read(Self.example, "-s", "d")
        let again = try self.read(self.text(options))
        for name in BackupOptions.parser.options.map(\.name) where name != "password" && name != "set" {
            guard let value = options.last(name) else { continue }
            #expect(again.last(name) == value || name == "only-config-file")
        }
        #expect(again.last("set") == "a,\"b,c\",d")
        #expect(again.has("no-bins") && !again.has("no-udfs"))
        #expect(again.last("port") == "3000" && again.last("file-limit") == "250")
    }

    @Test func `no value can break out of its comment`() throws {
        let options = try self.read("cluster: {password: \"a\\nb\"}\nasbackup: {directory: \"x\\ny: z\"}")
        let root = try YAMLReader.document(Array(self.text(options).utf8))
        #expect(root?["asbackup"]?["directory"]?.text == "x\ny: z")
        #expect(root?["asbackup"]?["y"] == nil)
    }
}
