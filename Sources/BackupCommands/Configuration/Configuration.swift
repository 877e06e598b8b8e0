package import CommandLineInterface

/// The options in force: those of configuration files and, over them, those of the command line (`Spec/cli.md` §7).
package struct Configuration: Sendable {
    /// The options.
    package var options: ParsedOptions
    /// What the user should know although it is no error.
    package var notices: [String]
    /// What only someone who looks for it should know.
    package var details: [String]

    /// Reads the configuration files that the command line asks for, or by default.
    ///
    /// - Parameters:
    ///   - commandLine: The options of the command line.
    ///   - schema: The sections and keys of the tool.
    ///   - source: Where files come from.
    /// - Throws: `OptionError` for the first thing that is wrong.
    package init(
        _ commandLine: ParsedOptions,
        schema: ConfigurationSchema,
        source: ConfigurationSource = .process
    ) throws(OptionError) {
        guard !commandLine.has("no-config-file") || !commandLine.has("only-config-file") else {
            throw OptionError(
                .value,
                "--no-config-file and only-config-file are mutually exclusive option. Please enable only one."
            )
        }
        let instance = commandLine.last("instance")
        var loader = ConfigurationLoader(schema: schema, instance: instance, source: source)
        for file in Self.files(commandLine, source) { try loader.load(file.path, isNamed: file.isNamed) }
        self.options = loader.options
        self.options.append(commandLine)
        self.notices = loader.notices
        self.details = loader.details
        guard let instance else { return }
        try self.check(instance, sections: loader.sections, schema: schema, commandLine)
    }

    private static func files(
        _ commandLine: ParsedOptions,
        _ source: ConfigurationSource
    ) -> [(path: String, isNamed: Bool)] {
        guard !commandLine.has("no-config-file") else { return [] }
        if let only = commandLine.last("only-config-file") { return [(only, true)] }
        var files = [("/etc/aerospike/astools.conf", false)]
        if let home = source.home { files.append(("\(home)/.aerospike/astools.conf", false)) }
        if let file = commandLine.last("config-file") { files.append((file, true)) }
        return files
    }

    /// Tells about an instance whose cluster no file names; if it has no section at all, and the command line does not say where
    /// the cluster is either, that is an error: the default is a host that nobody meant.
    private mutating func check(
        _ instance: String,
        sections: Set<String>,
        schema: ConfigurationSchema,
        _ commandLine: ParsedOptions
    ) throws(OptionError) {
        guard !sections.contains("cluster_\(instance)") else { return }
        let message = "Section [cluster_\(instance)] of --instance \(instance) is in no configuration file"
        let known = sections.filter { $0.hasPrefix("cluster_") }.map { $0.dropFirst("cluster_".count) }.sorted()
        let hint = known.isEmpty ? "" : "; there is \(known.map { "--instance \($0)" }.joined(separator: ", "))"
        let isKnown = schema.sections.contains { sections.contains("\($0.name)_\(instance)") }
        guard isKnown || commandLine.has("host") || commandLine.has("port") else {
            throw OptionError(.value, message + hint)
        }
        self.notices.append(message + hint)
    }
}
