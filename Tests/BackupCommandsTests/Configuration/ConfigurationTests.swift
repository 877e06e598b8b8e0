import BackupEngine
import Testing

@testable import BackupCommands
@testable import CommandLineInterface

/// Files by path instead of those of the system.
private func source(_ files: [String: String]) -> ConfigurationSource {
    ConfigurationSource(
        home: "/home/u",
        read: { path in files[path].map { .bytes(Array($0.utf8)) } ?? .missing },
        files: { directory in files.keys.filter { $0.hasPrefix(directory + "/") }.sorted() }
    )
}

private func configuration(_ words: [String], _ files: [String: String]) throws -> Configuration {
    try Configuration(BackupOptions.parser.parse(words), schema: BackupOptions.schema, source: source(files))
}

private func options(_ words: [String], _ files: [String: String]) throws -> ParsedOptions {
    try configuration(words, files).options
}

private func message(_ words: [String], _ files: [String: String]) -> String {
    let error = #expect(throws: OptionError.self) { try configuration(words, files) }
    return error?.message ?? ""
}

@Suite struct `Configuration files` {
    @Test func `later files win over earlier ones and the command line over all`() throws {
        let files = [
            "/etc/aerospike/astools.conf": "[cluster]\nhost = 'a'\nport = 1\n[asbackup]\nnamespace = 'n'",
            "/home/u/.aerospike/astools.conf": "[cluster]\nhost = 'b'\nport = 2",
            "c.conf": "[cluster]\nhost = 'c'",
        ]
        #expect(try options([], files).last("host") == "b")
        let merged = try options(["--config-file", "c.conf", "-p", "3"], files)
        #expect(merged.last("host") == "c" && merged.last("port") == "3" && merged.last("namespace") == "n")
        #expect(try options(["--no-config-file"], files).last("host") == nil)
        #expect(try options(["--only-config-file", "c.conf"], files).last("namespace") == nil)
    }

    @Test func `a file of another user counts only if it is named`() throws {
        let source = ConfigurationSource(home: "/root", read: { .unreadable("no: \($0)") }, files: { _ in nil })
        let read = try Configuration(ParsedOptions(), schema: BackupOptions.schema, source: source)
        #expect(read.notices.isEmpty && read.details.count == 2 && read.options.occurrences.isEmpty)
        #expect(throws: OptionError(.value, "Configuration file: no: c.conf")) {
            let parsed = try BackupOptions.parser.parse(["--config-file", "c.conf"])
            _ = try Configuration(parsed, schema: BackupOptions.schema, source: source)
        }
    }

    @Test func `a value knows where it was given`() throws {
        let merged = try options(["--only-config-file", "c.conf", "-p", "3"], ["c.conf": "[cluster]\n  host = 'c'"])
        #expect(merged.occurrences.first { $0.name == "host" }?.origin == .file(path: "c.conf", line: 2, column: 3))
        #expect(merged.occurrences.first { $0.name == "port" }?.origin == .commandLine)
    }

    @Test func `YAML has the same sections and keys`() throws {
        let text =
            "cluster:\n  host: a\n  port: 3100\nasbackup:\n  namespace: test\n  set: [a, 'b,c']\n  compact: true\ninclude:\n"
        for name in ["c.yaml", "c.yml"] {
            let merged = try options(["--only-config-file", name, "-d", "x"], [name: text])
            let plan = try BackupPlan(options: merged)
            #expect(plan.namespace == "test" && plan.sets == ["a", "b,c"] && plan.isCompact)
            #expect(merged.last("port") == "3100")
        }
    }

    @Test func `a flag may be taken back by a later file`() throws {
        let files = [
            "/etc/aerospike/astools.conf": "[asbackup]\ncompact = true",
            "c.conf": "[asbackup]\ncompact = false",
        ]
        #expect(try options([], files).has("compact"))
        #expect(try !options(["--config-file", "c.conf"], files).has("compact"))
        #expect(try options(["--config-file", "c.conf", "--compact"], files).has("compact"))
    }

    @Test func `sets add up`() throws {
        let files = ["c.conf": "[asbackup]\nset = 'a,b'", "/etc/aerospike/astools.conf": "[asbackup]\nset = 'c'"]
        let merged = try options(["-n", "test", "-d", "x", "--config-file", "c.conf", "-s", "d"], files)
        #expect(try BackupPlan(options: merged).sets == ["c", "a", "b", "d"])
    }

    @Test(arguments: [
        (
            "[asbackup]\nparalell = 3",
            "c.conf, line 2, column 1: unknown key paralell in section asbackup; the nearest known key is parallel"
        ),
        (
            "[cluster]\nservices-alternate = true",
            "c.conf, line 2, column 1: unknown key services-alternate in section cluster; the nearest known key is use-services-alternate"
        ),
        (
            "[asbackup]\nhost = 'a'",
            "c.conf, line 2, column 1: unknown key host in section asbackup; it belongs to section cluster"
        ),
        (
            "[asbackup]\nparallel = '3'",
            "c.conf, line 2, column 12: key parallel in section asbackup must be an integer, not a text"
        ),
        (
            "[asbackup]\nnamespace = 5",
            "c.conf, line 2, column 13: key namespace in section asbackup must be a text in quotes, not an integer"
        ),
        (
            "[asbackup]\ncompact = 1",
            "c.conf, line 2, column 11: key compact in section asbackup must be true or false, not an integer"
        ),
        (
            "[asbackup]\nparallel = 1.5",
            "c.conf, line 2, column 12: key parallel in section asbackup must be an integer, not a number"
        ),
        (
            "[asbackup]\ndirectory = ['a']",
            "c.conf, line 2, column 13: key directory in section asbackup must be a text in quotes, not a list"
        ),
        ("asbackup = 1", "c.conf, line 1, column 1: asbackup must be a section with keys"),
        (
            "[include]\nfolder = 'x'",
            "c.conf, line 2, column 1: unknown key folder in section include; known are file and directory"
        ),
        (
            "[asbackup]\nset = 'a'\nset = 'b'",
            "c.conf, line 3, column 1: \"set\" stands here again; it is already in line 2"
        ),
    ]) func `what is wrong is named with its place`(text: String, expected: String) {
        #expect(message(["--only-config-file", "c.conf"], ["c.conf": text]) == expected)
    }

    @Test func `places stand in messages of later checks too`() throws {
        let files = ["c.conf": "[asbackup]\nparallel = 101\noutput-file = 'o'\ncompress = 'gzip'"]
        let merged = try options(["--only-config-file", "c.conf", "-n", "test"], files)
        #expect(throws: OptionError(.value, "c.conf, line 2, column 1: Invalid parallelism value 101")) {
            try merged.integer("parallel", called: "parallelism", in: 1...100)
        }
        #expect(
            OptionError(.value, "--directory and --output-file exclude each other").naming(merged).message
                == "--directory and --output-file exclude each other (--output-file: c.conf, line 3)"
        )
        #expect(
            OptionError(.value, "Invalid compression type \"gzip\"").naming(merged).message
                == "Invalid compression type \"gzip\" (--compress: c.conf, line 4)"
        )
    }

    @Test func `an instance has sections of its own`() throws {
        let text = "[cluster]\nhost='a'\n[cluster_x]\nport=9\n[asbackup]\nnamespace='n'\n[asbackup_y]\nnamespace='m'"
        let x = try options(["--only-config-file", "c.conf", "--instance", "x"], ["c.conf": text])
        #expect(x.last("host") == nil && x.last("port") == "9" && x.last("namespace") == "n")
        let y = try configuration(["--only-config-file", "c.conf", "--instance", "y"], ["c.conf": text])
        #expect(y.options.last("namespace") == "m")
        let notice = "Section [cluster_y] of --instance y is in no configuration file; there is --instance x"
        #expect(y.notices == [notice])
        #expect(
            message(["--only-config-file", "c.conf", "--instance", "z"], ["c.conf": text])
                == "Section [cluster_z] of --instance z is in no configuration file; there is --instance x"
        )
    }

    @Test func `included files win, three levels deep`() throws {
        var files = ["0": "[asbackup]\nnamespace = 'n0'\n[include]\nfile = '1'"]
        for level in 1...3 {
            files["\(level)"] = "[asbackup]\nnamespace = 'n\(level)'\n[include]\nfile = '\(level + 1)'"
        }
        files["3"] = "[asbackup]\nnamespace = 'n3'"
        #expect(try options(["--only-config-file", "0"], files).last("namespace") == "n3")
        files["3"] = "[include]\nfile = '4'"
        #expect(
            message(["--only-config-file", "0"], files)
                == "3, line 2, column 1: files are included more than 3 levels deep"
        )
    }

    @Test func `a bad file of an included directory sets nothing`() throws {
        let files = [
            "c.conf": "[include]\ndirectory = 'd'", "d/a": "[asbackup]\nnamespace = 'a'\nfoo = 1",
            "d/b": "[asbackup]\ndirectory = 'b'",
        ]
        let read = try configuration(["--only-config-file", "c.conf"], files)
        #expect(read.options.last("namespace") == nil && read.options.last("directory") == "b")
        #expect(read.notices.count == 1 && read.notices[0].hasPrefix("Skipped d/a, line 3, column 1: unknown key foo"))
    }

    @Test func `the halves of nice count like nice`() throws {
        func plan(_ text: String, _ words: String...) throws -> RestorePlan {
            let parsed = try RestoreOptions.parser.parse(words + ["-i", "x", "--only-config-file", "c.conf"])
            let source = source(["c.conf": "[asrestore]\n" + text])
            return try RestorePlan(
                options: Configuration(parsed, schema: RestoreOptions.schema, source: source).options
            )
        }
        #expect(try plan("bandwidth = 2").bytesPerSecond == 2_097_152)
        #expect(try plan("nice = '1,300'\nbandwidth = 2").bytesPerSecond == 2_097_152)
        #expect(try plan("nice = '1,300'\nbandwidth = 2").recordsPerSecond == 300)
        #expect(try plan("tps = 5", "-N", "1,7").recordsPerSecond == 7)
        #expect(throws: OptionError(.value, "c.conf, line 2, column 1: Invalid TPS value 0")) { try plan("tps = 0") }
    }

    @Test func `options of the agent say nothing until a value asks for it`() throws {
        let agent = "[secret-agent]\nsa-address = 'a'\nsa-port = '1'\n[asbackup]\n"
        let quiet = try options(["--only-config-file", "c.conf"], ["c.conf": agent])
        try ConnectionOptions.refuseLater(quiet, of: BackupOptions.parser)
        let asking = try options(["--only-config-file", "c.conf"], ["c.conf": agent + "namespace = 'secrets:a'"])
        #expect(throws: OptionError.self) { try ConnectionOptions.refuseLater(asking, of: BackupOptions.parser) }
    }

    @Test func `beginnings of names of the original stay what they are`() throws {
        #expect(try BackupOptions.parser.parse(["--pr", "1"]).has("prefer-racks"))
        #expect(try BackupOptions.parser.parse(["--print-conf"]).has("print-config"))
    }
}
