import CommandLineInterface

/// The sections and keys that configuration files of a tool may have (`Spec/cli.md` §7), made from its options.
package struct ConfigurationSchema: Sendable {
    /// What a value must be.
    enum Kind: Hashable, Sendable {
        /// A text.
        case text
        /// A text, or a list of texts that all count.
        case texts
        /// An integer.
        case integer
        /// `true` or `false`.
        case flag
    }

    /// A key of a section.
    struct Key: Hashable, Sendable {
        /// The name, in lower case.
        var name: String
        /// The first long name of the option that it sets.
        var option: String
        /// What the value must be.
        var kind: Kind
        /// What holds without it, as far as the option's help says.
        var defaultText: String?
        /// Whether this version can do it.
        var isSupported: Bool
    }

    /// A section.
    struct Section: Hashable, Sendable {
        /// The name, without that of an instance.
        var name: String
        /// Whether an instance falls back to the section without its name.
        var hasFallback: Bool
        /// The keys; the first of those with the same option is its usual name.
        var keys: [Key]

        /// The key of a name, in upper or lower case.
        func key(_ name: String) -> Key? { self.keys.first { $0.name == name.lowercased() } }
    }

    /// The sections in the order in which they are read.
    let sections: [Section]

    /// Makes the sections of a tool.
    ///
    /// - Parameters:
    ///   - parser: The tool's parser.
    ///   - others: Further keys of the tool's section, which are no options.
    init(_ parser: OptionParser, others: [OptionSpecification] = []) {
        let agent = ConfigurationOptions.secretAgent
        let elsewhere = Set(
            (ConnectionOptions.specifications + agent + ConfigurationOptions.specifications
                + ConnectionOptions.common.filter { $0.name != "verbose" }).map(\.name)
        )
        let own = parser.options.filter { !elsewhere.contains($0.name) && !$0.isHidden } + others
        self.sections = [
            Section(name: "secret-agent", hasFallback: true, keys: Self.keys(agent, tool: parser.tool)),
            Section(
                name: "cluster",
                hasFallback: false,
                keys: Self.keys(ConnectionOptions.specifications, tool: parser.tool)
            ),
            Section(name: parser.tool, hasFallback: true, keys: Self.keys(own, tool: parser.tool)),
        ]
    }

    private static func keys(_ options: [OptionSpecification], tool: String) -> [Key] {
        options.flatMap { option in
            // The other spellings of old versions are options only.
            option.names.filter { $0 == $0.lowercased() }.map { name in
                Key(
                    name: name == "services-alternate" ? "use-services-alternate" : name,
                    option: option.name,
                    kind: Self.kind(option, tool: tool),
                    defaultText: option.defaultText,
                    isSupported: option.isSupported
                )
            }
        }
    }

    private static func kind(_ option: OptionSpecification, tool: String) -> Kind {
        if option.value == .none { return .flag }
        if option.name == "set" { return .texts }
        // Of asrestore it is two numbers in a text.
        if option.name == "nice" { return tool == "asbackup" ? .integer : .text }
        return Self.integers.contains(option.name) ? .integer : .text
    }

    private static let integers: Set<String> = [
        "bandwidth", "batch-size", "compression-level", "estimate-samples", "event-loops", "extra-ttl", "file-limit",
        "max-async-batches", "max-records", "max-retries", "parallel", "port", "records-per-second",
        "retry-scale-factor", "s3-connect-timeout", "s3-max-async-downloads", "s3-max-async-uploads",
        "s3-min-part-size", "sa-timeout", "sleep-between-retries", "socket-timeout", "timeout", "total-timeout", "tps",
    ]
}
