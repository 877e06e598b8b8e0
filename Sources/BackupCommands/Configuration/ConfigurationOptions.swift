import CommandLineInterface

/// The options that say which configuration files are read (`Spec/cli.md` §7).
enum ConfigurationOptions {
    /// The declarations.
    static let specifications: [OptionSpecification] = [
        OptionSpecification(
            "config-file",
            value: .required("path"),
            help:
                "Read this configuration file after /etc/aerospike/astools.conf and ~/.aerospike/astools.conf; what comes "
                + "later wins. TOML, or YAML if its name ends in .yaml or .yml."
        ),
        OptionSpecification(
            "only-config-file",
            value: .required("path"),
            help: "Read this configuration file and no other."
        ),
        OptionSpecification("no-config-file", help: "Read no configuration file."),
        OptionSpecification(
            "instance",
            value: .required("name"),
            help: "Take the sections whose names end in _<name>, such as [cluster_<name>], of the configuration files."
        ),
        OptionSpecification(
            "print-config",
            help:
                "Print the options that are in force, and where each was given, as a configuration file in YAML, and exit.",
            isOriginal: false
        ),
    ]

    /// The options of the secret agent, which may stand in configuration files.
    static let secretAgent: [OptionSpecification] = [
        .later("sa-address", value: .required("address")),
        .later("sa-port", value: .required("port")),
        .later("sa-timeout", value: .required("ms")),
        .later("sa-cafile", value: .required("path")),
    ]

    /// What the manual page of a tool says about the files that are read without being named.
    static func files(of tool: String) -> ToolManual.Files {
        ToolManual.Files(
            paths: ["/etc/aerospike/astools.conf", "~/.aerospike/astools.conf"],
            text:
                "Configuration files in TOML, with the sections cluster, \(tool), secret-agent and include. Keys are the long "
                + "names of options. --print-config shows what is in force."
        )
    }
}
