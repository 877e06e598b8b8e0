import AerospikeProtocol

/// What result codes mean, in words for the user (`Spec/wire-protocol.md` §16).
enum ResultText {
    private static let texts: [UInt8: String] = [
        0: "ok",
        1: "server error",
        2: "not found",
        3: "generation check failed",
        4: "the server finds the request invalid (a value that is malformed, or a time to live of over ten years)",
        5: "record exists",
        7: "cluster is changing",
        8: "no memory or disk space left on the server",
        9: "timeout on the server",
        10: "forbidden",
        11: "partition unavailable",
        12: "bin has another type",
        13: "record too big",
        14: "key busy",
        15: "aborted on the server",
        16: "not supported by the server",
        17: "bin not found",
        18: "device overload",
        19: "the stored key differs",
        20: "namespace not found",
        21: "bin name too long",
        22:
            "forbidden (a time to live needs nsup-period or allow-ttl-without-nsup; a truncated set refuses older writes)",
        25: "only in the enterprise edition",
        26: "operation not applicable",
        27: "filtered out",
        80: "not authenticated",
        81: "the user's role does not permit it",
        82: "the client's address is not on the whitelist",
        83: "quota exceeded",
        150: "batches are disabled on the server; use --disable-batch-writes",
        151: "batch of too many records; use a smaller --batch-size",
        152: "batch queues full",
        160: "invalid GeoJSON",
        200: "index exists",
        201: "index not found",
    ]

    /// The words for a code.
    static func text(_ result: ResultCode) -> String { Self.texts[result.rawValue] ?? "unknown result" }
}
