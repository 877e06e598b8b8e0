import CommandLineInterface

extension SharedMemoryOptions {
    private static let original: [OptionSpecification] = [
        OptionSpecification("backup", letter: "b", help: "Save the segments of namespaces to files."),
        OptionSpecification("restore", letter: "r", help: "Make the segments of namespaces from files."),
        OptionSpecification(
            "analyze",
            letter: "a",
            help: "With -b or -r: only say whether that could be done. -b then needs no directory."
        ),
        OptionSpecification(
            "namespace",
            letter: "n",
            value: .required("name[,name...]"),
            help: "The namespaces, one after the other."
        ),
        OptionSpecification(
            "path",
            letter: "p",
            value: .required("directory"),
            help: "The directory of the files. -b makes it if it is missing."
        ),
        OptionSpecification(
            "instance",
            letter: "i",
            value: .required("number"),
            help: "The instance of the server, 0 to 15. Default: 0"
        ),
        OptionSpecification(
            "threads",
            letter: "t",
            value: .required("number"),
            help: "How many threads work, 1 to 1024, each on pieces of 2 MiB. Default: one for each processor, "
                + "and at least 4 unless they compress"
        ),
        OptionSpecification(
            "compress",
            letter: "z",
            help: "Compress files with gzip; base and meta segments never are."
        ),
        OptionSpecification(
            "crc32",
            letter: "c",
            help: "Compare CRC-32 of segments before and after they are copied, and show them in the table."
        ),
        OptionSpecification(
            "verbose",
            letter: "v",
            help: "Print the table, how far it has come, and what was done. Errors are always printed."
        ),
        OptionSpecification("help", letter: "h", help: "Print this text and exit."),
    ]

    private static let own: [OptionSpecification] = [
        OptionSpecification(
            "verify",
            help: "Check the files of a directory without touching memory: of all namespaces, or those of -n.",
            isOriginal: false
        ),
        OptionSpecification("list", help: "Show the segments of all namespaces and instances.", isOriginal: false),
        OptionSpecification(
            "json",
            help: "Print tables and results as one JSON object on standard output.",
            isOriginal: false
        ),
        OptionSpecification(
            "rate",
            value: .required("MiB"),
            help: "Read or write at most that many MiB a second. Default: no limit",
            isOriginal: false
        ),
        OptionSpecification(
            "allow-asd",
            help:
                "Go on although an asd process runs, for machines with several instances. Segments in use are never copied.",
            isOriginal: false
        ),
        OptionSpecification("version", letter: "V", help: "Print the version and exit.", isOriginal: false),
    ]

    /// The parser of the command line.
    static let parser = OptionParser(tool: "asmt", options: Self.original + Self.own + GeneratedText.specifications)

    /// What users can read about the options.
    static let manual = ToolManual(
        tool: "asmt",
        version: ToolVersion.number,
        summary: "save and restore the shared-memory segments of a stopped Aerospike node",
        usage: """
            Usage: asmt (-b | -r) [-a] [-c] [-i <instance>] -n <name>[,<name>...] -p <directory> [-t <threads>] [-v] [-z]

            Saves the System V shared-memory segments in which a stopped Aerospike node keeps its primary and secondary indexes
            and its data, and makes them again, so that the node can start warm after a reboot. The node must be stopped.

            Both directions end with everything done or nothing. What was killed is removed or completed by the next run.

              asmt -b -v -n test -p /backup              save the namespace test
              asmt -b -v -z -c -n test,bar -p /backup    two namespaces, compressed, compared by CRC-32
              asmt -b -a -v -n test                      could it be saved?
              asmt -r -v -n test -p /backup              restore it, compressed or not
              asmt --verify -p /backup                   are the files what was written?
              asmt --list                                what is in memory
            """,
        sections: [("Options", Self.original), ("Further options, which the original lacks", Self.own)],
        related: ["asbackup", "asrestore", "ipcs"]
    )
}
