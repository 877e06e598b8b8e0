import AerospikeClient
import CommandLineInterface

/// The options with which both tools find the cluster (`Spec/cli.md` §2).
enum ConnectionOptions {
    /// The declarations, in the order of the original's help.
    static let specifications: [OptionSpecification] = [
        OptionSpecification(
            "host",
            letter: "h",
            value: .required("host[:tls-name][:port],..."),
            help: "Nodes to connect to first; IPv6 addresses in brackets. Default: 127.0.0.1"
        ),
        OptionSpecification(
            "port",
            letter: "p",
            value: .required("port"),
            help: "Port of hosts without one. Default: 3000"
        ),
        OptionSpecification(
            "services-alternate",
            letter: "S",
            help: "Use the alternate addresses that the nodes publish."
        ),
        .later("user", letter: "U", value: .required("user")),
        .later("password", letter: "P", value: .optional("password")),
        .later("auth", letter: "A", value: .required("mode")),
        .later("tls-enable", "tlsEnable"),
        .later("tlsEncryptOnly"),
        .later("tls-name", "tlsName", value: .required("name")),
        .later("tls-cafile", "tlsCaFile", value: .required("path")),
        .later("tls-capath", "tlsCaPath", value: .required("path")),
        .later("tls-protocols", "tlsProtocols", value: .required("protocols")),
        .later("tls-cipher-suite", "tlsCipherSuite", value: .required("suite")),
        .later("tls-crl-check", "tlsCrlCheck"),
        .later("tls-crl-check-all", "tlsCrlCheckAll"),
        .later("tls-cert-blacklist", "tls-cert-blackList", "tlsCertBlackList", value: .required("path")),
        .later("tls-log-session-info", "tlsLogSessionInfo"),
        .later("tls-keyfile", "tlsKeyFile", value: .required("path")),
        .later("tls-keyfile-password", value: .optional("password")),
        .later("tls-certfile", "tlsCertFile", value: .required("path")),
    ]

    /// The options of object storage, which come in later versions.
    static let later: [OptionSpecification] = [
        .later("s3-region", value: .required("region")),
        .later("s3-profile", value: .required("profile")),
        .later("s3-endpoint-override", value: .required("url")),
        .later("s3-max-async-downloads", value: .required("count")),
        .later("s3-connect-timeout", value: .required("ms")),
        .later("s3-log-level", value: .required("level")),
        .later("s3-allow-system-proxy"),
    ]

    /// The options that both tools have for talking to the user.
    static let common: [OptionSpecification] = [
        OptionSpecification("help", "usage", "options", letter: "Z", help: "Print this text and exit."),
        OptionSpecification("version", letter: "V", help: "Print the version and exit."),
        OptionSpecification("verbose", letter: "v", help: "Print more of what is being done."),
    ]

    /// The nodes to connect to first.
    ///
    /// - Throws: `OptionError` if host or port cannot be understood.
    static func seeds(_ options: ParsedOptions) throws(OptionError) -> [Seed] {
        let port = try options.integer("port", called: "port", in: 1...65535) ?? 3000
        do throws(AerospikeError) {
            return try Seed.parse(options.last("host") ?? "127.0.0.1", defaultPort: port)
        } catch {
            throw OptionError(.value, error.message)
        }
    }

    /// How to find the cluster.
    ///
    /// - Throws: `OptionError` if host or port cannot be understood.
    static func configuration(_ options: ParsedOptions) throws(OptionError) -> ClusterConfiguration {
        var configuration = ClusterConfiguration(seeds: try Self.seeds(options))
        configuration.useAlternateServices = options.has("services-alternate")
        return configuration
    }

    /// Refuses options that this version cannot carry out: a script that relies on one must not be misled.
    ///
    /// - Throws: `OptionError` for the first of them.
    static func refuseLater(_ options: ParsedOptions, of parser: OptionParser) throws(OptionError) {
        for occurrence in options.occurrences {
            let place = occurrence.origin.prefix
            if let value = occurrence.value, value.hasPrefix("secrets:") {
                throw OptionError(
                    .value,
                    "\(place)Values from the secret agent (--\(occurrence.name) \(value)) are not in this version yet"
                )
            }
            // The agent's address in a file that other tools read too says nothing until a value asks for the agent.
            if occurrence.name.hasPrefix("sa-"), occurrence.origin != .commandLine { continue }
            let option = parser.options.first { $0.name == occurrence.name }
            guard option?.isSupported == false else { continue }
            throw OptionError(.value, "\(place)Option --\(occurrence.name) is not in this version yet")
        }
    }
}
