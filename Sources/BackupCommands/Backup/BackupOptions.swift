import BackupEngine
import CommandLineInterface

/// The options of `asbackup` (`Spec/cli.md` §3).
enum BackupOptions {
    private static let what: [OptionSpecification] = [
        OptionSpecification(
            "namespace",
            letter: "n",
            value: .required("namespace"),
            help: "The namespace to back up. Required."
        ),
        OptionSpecification(
            "set",
            letter: "s",
            value: .required("set,set,..."),
            help: "The sets to back up; names that hold commas in quotes. Default: all."
        ),
        OptionSpecification(
            "bin-list",
            letter: "B",
            value: .required("bin,bin,..."),
            help: "Back up these bins only. Records that have none of them are left out."
        ),
        OptionSpecification(
            "modified-after",
            letter: "a",
            value: .required("time"),
            help:
                "Back up records last written at this time or later: YYYY-MM-DD_HH:MM:SS, YYYY-MM-DD or HH:MM:SS (today), local time."
        ),
        OptionSpecification(
            "modified-before",
            letter: "b",
            value: .required("time"),
            help: "Back up records last written before this time."
        ),
        OptionSpecification("no-ttl-only", help: "Back up only records that never expire."),
        OptionSpecification(
            "filter-exp",
            letter: "f",
            value: .required("base64"),
            help: "Back up records that pass this filter expression, as clients pack it."
        ),
        OptionSpecification("no-bins", letter: "x", help: "Back up records without their bins."),
        OptionSpecification("no-records", letter: "R", help: "Back up no records."),
        OptionSpecification("no-indexes", letter: "I", help: "Back up no secondary indexes."),
        OptionSpecification("no-udfs", letter: "u", help: "Back up no UDF modules."),
        OptionSpecification(
            "max-records",
            letter: "M",
            value: .required("count"),
            help: "Back up no more records than this; 0 for all. Default: 0."
        ),
    ]

    private static let whereFrom: [OptionSpecification] = [
        OptionSpecification(
            "partition-list",
            letter: "X",
            value: .required("filter,filter,..."),
            help:
                "Back up these partitions only: <first>[-<count>], or a digest in base64 for what follows it in its partition."
        ),
        OptionSpecification(
            "after-digest",
            letter: "D",
            value: .required("digest"),
            help: "Back up what follows this digest in its partition, and all partitions behind that one."
        ),
        OptionSpecification(
            "node-list",
            letter: "l",
            value: .required("address:port,..."),
            help:
                "Back up the partitions whose master is one of these nodes, with 16 scans at once; they are also connected to first."
        ),
        OptionSpecification(
            "prefer-racks",
            value: .required("rack,rack,..."),
            help: "Read from the nodes of these racks, where they have a copy; the first rack is the best."
        ),
        OptionSpecification(
            "no-cluster-change",
            help: "End with an error as soon as a node joins or leaves the cluster.",
            isOriginal: false
        ),
        OptionSpecification(
            "cluster-size",
            value: .required("count"),
            help: "End with an error if the cluster has fewer nodes than this, at any moment of the backup.",
            isOriginal: false
        ),
    ]

    private static let estimate: [OptionSpecification] = [
        OptionSpecification(
            "estimate",
            letter: "e",
            help: "Back up nothing: estimate the size of records and of the backup from a sample, with all filters."
        ),
        OptionSpecification(
            "estimate-samples",
            value: .required("count"),
            help: "How many records an estimate looks at. Default: 10000."
        ),
    ]

    private static let destination: [OptionSpecification] = [
        OptionSpecification(
            "directory",
            letter: "d",
            value: .required("directory"),
            help: "Back up to files of this directory, which is created if it is missing. This, -o or -e is required."
        ),
        OptionSpecification(
            "output-file",
            letter: "o",
            value: .required("file"),
            help: "Back up to this file; - is standard output."
        ),
        OptionSpecification(
            "output-file-prefix",
            letter: "q",
            value: .required("prefix"),
            help: "What names of files in the directory begin with. Default: the namespace."
        ),
        OptionSpecification(
            "file-limit",
            letter: "F",
            value: .required("MiB"),
            help: "The most MiB of a file in the directory. Default: 250."
        ),
        OptionSpecification(
            "remove-files",
            letter: "r",
            help: "Remove the backup that is there: the file, or all .asb files of the directory and manifests."
        ),
        OptionSpecification("remove-artifacts", help: "Remove the backup that is there, and make none."),
        OptionSpecification("compact", letter: "C", help: "Write blobs raw instead of as base64: smaller files."),
    ]

    private static let interruption: [OptionSpecification] = [
        OptionSpecification(
            "continue",
            letter: "c",
            value: .required("state file"),
            help: "Go on with an interrupted backup, of which this is the state file. All other options as before."
        ),
        OptionSpecification(
            "state-file-dst",
            value: .required("path"),
            help:
                "Where the state file goes if the backup is interrupted: a file, or a directory that exists. Default: "
                + "beside the backup; with standard output the working directory."
        ),
    ]

    private static let container = ContainerOptions.specifications + [ContainerOptions.level]

    private static let speed: [OptionSpecification] = [
        OptionSpecification(
            "parallel",
            letter: "w",
            value: .required("count"),
            help: "Scans at once, 1 to 100. Default: one a core, or a node if more, up to 16; 16 with --node-list."
        ),
        OptionSpecification(
            "records-per-second",
            letter: "L",
            value: .required("count"),
            help: "Read no more records a second than this; 0 for no limit. Default: 0."
        ),
        OptionSpecification(
            "nice",
            letter: "N",
            value: .required("MiB/s"),
            help: "Write no more MiB a second than this. Default: no limit."
        ),
        OptionSpecification(
            "socket-timeout",
            value: .required("ms"),
            help: "How long a scan may be silent without any progress; 0 for ever. Default: 10000."
        ),
        OptionSpecification(
            "total-timeout",
            value: .required("ms"),
            help: "How long a scan may take; 0 for ever. Default: 0."
        ),
        OptionSpecification(
            "max-retries",
            value: .required("count"),
            help: "How often partitions that were not served are asked for again. Default: 5."
        ),
        OptionSpecification(
            "sleep-between-retries",
            "retry-delay",
            value: .required("ms"),
            help: "How long to wait before asking again. Default: 0."
        ),
    ]

    private static let later: [OptionSpecification] = [
        .later("s3-min-part-size", value: .required("MiB")),
        .later("s3-max-async-uploads", value: .required("count")),
    ]

    /// The parser of the tool's command line.
    static let parser = OptionParser(
        tool: "asbackup",
        options: ConnectionOptions.specifications + Self.what + Self.whereFrom + Self.destination + Self.interruption
            + Self.container + Self.speed + Self.estimate + ConnectionOptions.common + ReportOptions.specifications
            + ConfigurationOptions.specifications + Self.later + ConnectionOptions.later
            + ConfigurationOptions.secretAgent + GeneratedText.specifications
    )

    /// The sections and keys of configuration files.
    static let schema = ConfigurationSchema(Self.parser)

    /// What users can read about the options.
    static let manual = ToolManual(
        tool: "asbackup",
        version: ToolVersion.number,
        summary: "back up a namespace of an Aerospike cluster to files",
        usage: """
            Usage: asbackup -n <namespace> (-d <directory> | -o <file> | -e) [options]

            Backs up a namespace of an Aerospike cluster to readable .asb files.

              asbackup -h node1 -n test -d backup            a directory of files of at most 250 MiB
              asbackup -h node1 -n test -o backup.asb        one file
              asbackup -n test -o - | ssh host2 asrestore -i -
                                                             straight into another cluster
            """,
        sections: [
            ("The cluster", ConnectionOptions.specifications), ("What to back up", Self.what),
            ("From where in the cluster", Self.whereFrom), ("Where to", Self.destination),
            ("Interrupted backups", Self.interruption), ("Compression and encryption", Self.container),
            ("How fast", Self.speed), ("Estimates", Self.estimate), ("Reports", ReportOptions.specifications),
            ("Configuration files", ConfigurationOptions.specifications), ("Other", ConnectionOptions.common),
        ],
        files: ConfigurationOptions.files(of: "asbackup"),
        related: ["asrestore"]
    )
}
