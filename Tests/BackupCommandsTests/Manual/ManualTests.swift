import Testing

@testable import BackupCommands
@testable import CommandLineInterface

@Suite struct `Manual pages and completions` {
    static let manuals = [BackupOptions.manual, RestoreOptions.manual]
    static let parsers = [BackupOptions.parser, RestoreOptions.parser]

    /// Every option that a parser knows and that works, unless it is for packagers.
    @Test func `every option is in the help`() {
        for (manual, parser) in zip(Self.manuals, Self.parsers) {
            let shown = Set(manual.shown.flatMap(\.options).map(\.name))
            for option in parser.options where option.isSupported && !option.isHidden {
                #expect(shown.contains(option.name), "--\(option.name) of \(parser.tool)")
            }
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `every option is in the completion`(shell: String) throws {
        for manual in Self.manuals {
            var options = ParsedOptions()
            options.append("print-completion", shell)
            let text = try #require(try GeneratedText.text(options, manual))
            for option in manual.shown.flatMap(\.options) {
                #expect(text.contains(shell == "fish" ? "-l \(option.name)" : "--\(option.name)"))
            }
        }
    }

    @Test func `every option is in the manual page`() {
        for manual in Self.manuals {
            let page = ManualPage.text(manual)
            for option in manual.shown.flatMap(\.options) {
                #expect(page.contains("\\-\\-\(option.name.split(separator: "-").joined(separator: "\\-"))"))
            }
        }
    }

    @Test func `no line of a manual page is taken for a command of roff`() {
        var manual = BackupOptions.manual
        let help = ".so /etc/passwd 'quoted' back\\slash"
        manual.sections = [(".x", [OptionSpecification("name", help: help)])]
        let page = ManualPage.text(manual)
        #expect(page.contains("\n\\&.so /etc/passwd \\(aqquoted\\(aq back\\eslash\n"))
    }

    @Test func `an unknown shell is refused`() throws {
        let options = try BackupOptions.parser.parse(["--print-completion", "tcsh"])
        #expect(throws: OptionError.self) { try GeneratedText.text(options, BackupOptions.manual) }
    }

    @Test func `texts of zsh and fish are quoted`() {
        var manual = BackupOptions.manual
        manual.sections = [("x", [OptionSpecification("name", value: .required("a:b"), help: "Don't [ever]")])]
        #expect(ZshCompletion.text(manual).contains("'*--name=[Don'\\''t \\[ever\\]]:a\\:b: '"))
        #expect(FishCompletion.text(manual).contains("-l name -x -d 'Don\\'t [ever]'"))
    }
}
