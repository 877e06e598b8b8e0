import BackupEngine
import CommandLineInterface

/// The options of `asrestore` (`Spec/cli.md` §4).
enum RestoreOptions {
    private static let source: [OptionSpecification] = [
        OptionSpecification(
            "directory",
            letter: "d",
            value: .required("directory"),
            help: "Restore all .asb files of this directory. This, --directory-list or -i is required."
        ),
        OptionSpecification(
            "input-file",
            letter: "i",
            value: .required("file"),
            help: "Restore this file; - is standard input, and -:SIZE the same with its size in bytes, for progress."
        ),
        OptionSpecification(
            "directory-list",
            value: .required("directory,directory,..."),
            help: "Restore all .asb files of these directories."
        ),
        OptionSpecification(
            "parent-directory",
            value: .required("directory"),
            help: "Stands in front of each directory of --directory-list."
        ),
        OptionSpecification(
            "validate",
            help: "Read and check the backup without connecting to a cluster, and tell what it holds."
        ),
        OptionSpecification(
            "no-manifest-check",
            help:
                "Do not compare the files with the manifests beside them, which reads them once more. Default: compare.",
            isOriginal: false
        ),
    ]

    private static let what: [OptionSpecification] = [
        OptionSpecification(
            "namespace",
            letter: "n",
            value: .required("source[,target]"),
            help:
                "The namespace that the records must be of, and the one to restore them into. Default: as in the backup."
        ),
        OptionSpecification(
            "set-list",
            letter: "s",
            value: .required("set,set,..."),
            help: "Restore these sets only. Default: all."
        ),
        OptionSpecification(
            "bin-list",
            letter: "B",
            value: .required("bin,bin,..."),
            help: "Restore these bins only. Default: all."
        ),
        OptionSpecification("no-records", letter: "R", help: "Restore no records."),
        OptionSpecification("no-indexes", letter: "I", help: "Restore no secondary indexes."),
        OptionSpecification("no-udfs", letter: "F", help: "Restore no UDF modules."),
        OptionSpecification("indexes-last", letter: "L", help: "Create secondary indexes behind all records."),
        OptionSpecification(
            "wait",
            letter: "w",
            help: "Wait until secondary indexes are built and modules are known to all nodes."
        ),
        OptionSpecification(
            "extra-ttl",
            value: .required("seconds"),
            help: "Let records that expire live so much longer. Default: 0."
        ),
    ]

    private static let policy: [OptionSpecification] = [
        OptionSpecification("unique", letter: "u", help: "Leave existing records alone."),
        OptionSpecification("replace", letter: "r", help: "Replace existing records; their other bins go."),
        OptionSpecification("no-generation", letter: "g", help: "Do not compare generations."),
        OptionSpecification(
            "ignore-record-error",
            help: "Count records that the server refuses, and go on. Default: stop."
        ),
        OptionSpecification(
            "rejected-file",
            value: .required("file"),
            help: "Write records that the server refuses into this new backup file, the reasons beside it, and go on.",
            isOriginal: false
        ),
    ]

    private static let speed: [OptionSpecification] = [
        OptionSpecification(
            "parallel",
            "threads",
            letter: "t",
            value: .required("count"),
            help: "How many files are read at once, 1 to 4096. Default: as many as cores, 2 to 20."
        ),
        OptionSpecification("disable-batch-writes", help: "Write each record with a command of its own."),
        OptionSpecification(
            "batch-size",
            value: .required("records"),
            help: "The records of a batch. Default: 128, or up to 1,024 small ones; 16 with --disable-batch-writes."
        ),
        OptionSpecification(
            "max-async-batches",
            value: .required("count"),
            help: "The most batches in flight. Default: as many as the servers take without strain."
        ),
        OptionSpecification(
            "nice",
            letter: "N",
            value: .required("MiB/s,records/s"),
            help: "Read no more MiB and write no more records a second than this. Default: no limit."
        ),
        OptionSpecification(
            "timeout",
            letter: "T",
            value: .required("ms"),
            help: "How long info commands and connecting may take. Default: 10000."
        ),
        OptionSpecification(
            "socket-timeout",
            value: .required("ms"),
            help: "How long one try to write may take, if --total-timeout is not less; 0: only that. Default: 10000."
        ),
        OptionSpecification(
            "total-timeout",
            value: .required("ms"),
            help: "How long one try may take, if --socket-timeout is not less. Default: the value of --timeout."
        ),
        OptionSpecification(
            "max-retries",
            value: .required("count"),
            help: "How often a failed batch is sent again. Default: 5."
        ),
        OptionSpecification(
            "retry-scale-factor",
            value: .required("us"),
            help: "The wait before the second retry, which doubles with each further one. Default: 150000."
        ),
        OptionSpecification(
            "event-loops",
            value: .required("count"),
            help: "Accepted for old scripts; without effect."
        ),
        OptionSpecification(
            "sleep-between-retries",
            "retry-delay",
            value: .required("ms"),
            help: "Accepted for old scripts; without effect."
        ),
    ]

    private static let resume: [OptionSpecification] = [
        OptionSpecification(
            "journal",
            value: .required("file"),
            help:
                "Keep account in this new file of what is restored, so that --continue can go on even if the tool is killed.",
            isOriginal: false
        ),
        OptionSpecification(
            "continue",
            value: .required("journal"),
            help: "Go on with an interrupted restore; all other options must be the same.",
            isOriginal: false
        ),
    ]

    /// The parts of `--nice` that configuration files may give alone.
    private static let bandwidth: [OptionSpecification] = [
        OptionSpecification("bandwidth", value: .required("MiB/s")),
        OptionSpecification("tps", value: .required("records/s")),
    ]

    /// The parser of the tool's command line.
    static let parser = OptionParser(
        tool: "asrestore",
        options: ConnectionOptions.specifications + Self.source + ContainerOptions.specifications + Self.what
            + Self.policy + Self.speed + Self.resume + ConnectionOptions.common + ReportOptions.specifications
            + ConfigurationOptions.specifications + ConnectionOptions.later
            + ConfigurationOptions.secretAgent + GeneratedText.specifications
    )

    /// The sections and keys of configuration files.
    static let schema = ConfigurationSchema(Self.parser, others: Self.bandwidth)

    /// What users can read about the options.
    static let manual = ToolManual(
        tool: "asrestore",
        version: ToolVersion.number,
        summary: "restore files of a backup into an Aerospike cluster",
        usage: """
            Usage: asrestore (-d <directory> | -i <file> | --directory-list <directories>) [options]

            Restores .asb files into an Aerospike cluster. Records that the namespace holds in the same or a higher
            generation stay as they are, unless an option says otherwise.

              asrestore -h node1 -d backup                   a directory
              asrestore -h node1 -i backup.asb               one file
              asrestore -h node1 -d backup -n test,prod      into another namespace
              asrestore -d backup --validate                 only check the files
            """,
        sections: [
            ("The cluster", ConnectionOptions.specifications), ("Where from", Self.source),
            ("Compression and encryption", ContainerOptions.specifications), ("What to restore", Self.what),
            ("Records that exist", Self.policy), ("How fast", Self.speed),
            ("Interrupted restores", Self.resume), ("Reports", ReportOptions.specifications),
            ("Configuration files", ConfigurationOptions.specifications), ("Other", ConnectionOptions.common),
        ],
        files: ConfigurationOptions.files(of: "asrestore"),
        related: ["asbackup"]
    )
}
