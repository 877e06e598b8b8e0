import AerospikeProtocol
import BackupFormat
import Testing

@Suite struct `Secondary indexes` {
    /// An entry of the server's list, and the line of it.
    static let entries: [(String, String)] = [
        (
            "ns=test:indexname=i1:set=demo:bin=a:type=numeric:indextype=default:context=null:exp=null:state=RW",
            "* i test demo i1 N 1 a N"
        ),
        ("ns=test:set=demo:indexname=i1:bin=a:type=NUMERIC:indextype=NONE:path=a:state=RW", "* i test demo i1 N 1 a N"),
        ("ns=x:indexname=i 2:set=null:bin=b c:type=string:indextype=list:context=null", #"* i test  i\ 2 L 1 b\ c S"#),
        ("indexname=i:set=NULL:type=blob:bin=b:indextype=mapkeys", "* i test  i K 1 b B"),
        ("indexname=i:set=s:type=geo2dsphere:bin=b:indextype=MapValues", "* i test s i V 1 b G"),
        ("indexname=i:set=s:type=string:bin=b:indextype=default:context=khAC", "* i test s i N 1 b S khAC"),
        ("indexname=i:set=s:type=INT SIGNED:bin=b:indextype=default:context=kQ==", "* i test s i N 1 b N kQ=="),
        ("ns=test:indexname=i:1:set=user:profile:bin=a:b:type=numeric:state=RW", "* i test user:profile i:1 N 1 a:b N"),
        (
            "indexname=e:set=null:bin=null:type=numeric:indextype=default:context=null:exp=kwGTUQIBAQ==:state=RW",
            "* e test  e N 1 null N kwGTUQIBAQ=="
        ),
        // Found by fuzzing: a bin without a name was written as no word, and its line could not be read.
        (
            "indexname=e:set=null:bin=:type=numeric:indextype=default:context=null:exp=kwGTUQIBAQ==",
            "* e test  e N 1 null N kwGTUQIBAQ=="
        ),
    ]

    @Test(arguments: Self.entries)
    func `of the server become lines, and back`(entry: String, line: String) throws {
        let definition = try SecondaryIndexDefinition(sindexListEntry: entry, namespace: "test")
        var writer = ByteWriter(capacity: 16)
        definition.write(to: &writer)
        let text = String(decoding: writer.bytes)
        #expect(text == line + "\n")
        #expect(try ParsedFile(Array(("Version 3.1\n" + line + "\n").utf8)).indexes == [definition])
    }

    @Test(arguments: [
        "ns=test:indexname=s1:set=demo:indextype=set", "indexname=i:set=s:type=vector:bin=b:indextype=default",
        "indexname=i:set=s:type=string:bin=b:indextype=tree", "set=s:type=string:bin=b:indextype=list",
        "indexname=i:set=s:type=string:indextype=list", "indexname=i:set=s:bin=a:bin=b:type=string:indextype=list",
        "indexname=i:type=string:bin=b:num_bins=2",
    ])
    func `of kinds the text does not know are reported`(entry: String) {
        let error = #expect(throws: FormatError.self) {
            try SecondaryIndexDefinition(sindexListEntry: entry, namespace: "test")
        }
        #expect(error?.code == .unsupportedIndex)
    }

    @Test func `of a list come one by one, empty entries aside`() {
        let list = ";" + Self.entries[0].0 + ";indexname=s1:indextype=set;" + Self.entries[2].0 + ";"
        let (definitions, unsupported) = SecondaryIndexDefinition.all(inList: list, namespace: "test")
        #expect(definitions.map(\.name) == ["i1", "i 2"])
        #expect(unsupported.count == 1)
    }

    @Test func `of a real server become the lines that asbackup wrote, but for the set of none`() throws {
        let reply = try #require(
            try Fixture.messages("wire/asbackup-4.5.8.jsonl", from: "server", type: 1).map { bytes in
                InfoReply(body: Array(bytes.dropFirst(8)).view)
            }.first { $0.lines.contains { $0.command.hasPrefix("sindex-list") } }
        )
        let list = try #require(reply.lines.first { $0.command.hasPrefix("sindex-list") }?.value)
        let (definitions, unsupported) = SecondaryIndexDefinition.all(inList: list, namespace: "test")
        #expect(unsupported.isEmpty)
        var written = try ParsedFile(Fixture.bytes("asb/real-4.5.8/single.asb")).indexes
        for index in written.indices where written[index].set == "null" { written[index].set = "" }
        // The original does not know indexes on expressions.
        #expect(definitions.filter { $0.expression == nil } == written)
        #expect(definitions.filter { $0.expression != nil }.map(\.name) == ["idx_expr"])
    }

    @Test(arguments: [("", true), ("null", true), ("NULL", true), ("people", false)])
    func `without a set may say null`(set: String, coversAllSets: Bool) {
        let definition = SecondaryIndexDefinition(namespace: "test", set: set, name: "i", bin: "b", dataType: .numeric)
        #expect(definition.coversAllSets == coversAllSets)
    }

    /// What servers take: 2047 characters of base64. The original reads 999.
    @Test(arguments: [999, 1000, 2047]) func `with a long context come back`(size: Int) throws {
        let context = String(repeating: "A", count: size)
        let definition = SecondaryIndexDefinition(
            namespace: "test",
            set: "demo",
            name: "i",
            bin: "m",
            dataType: .string,
            context: context
        )
        var writer = ByteWriter(capacity: 16)
        definition.write(to: &writer)
        let line = String(decoding: writer.bytes)
        #expect(line == "* i test demo i N 1 m S \(context)\n")
        #expect(try ParsedFile(Array(("Version 3.1\n" + line).utf8)).indexes == [definition])
        #expect(BlockSkipper(legacy: false).skip(Array(line.utf8).view) == .whole)
    }

    @Test func `with a context before the expression keep both`() throws {
        let line = "* e test s e N 1 null S khAC kwGTUQIBAQ==\n"
        let definition = try #require(try ParsedFile(Array(("Version 3.2\n" + line).utf8)).indexes.first)
        #expect(definition.context == "khAC")
        #expect(definition.expression == "kwGTUQIBAQ==")
        var writer = ByteWriter(capacity: 16)
        definition.write(to: &writer)
        let text = String(decoding: writer.bytes)
        #expect(text == line)
    }
}
