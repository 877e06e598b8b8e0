package import AerospikeProtocol

extension ByteWriter {
    /// Appends a number in decimal, as in the line of an integer bin (`Spec/asb-format.md` §3).
    @inline(__always)
    package mutating func append(decimal value: Int64) {
        unsafe self.appendThroughPointer(upTo: ByteSink.decimalLimit) { target in
            var sink = unsafe ByteSink(target, limit: ByteSink.decimalLimit)
            sink.append(decimal: value)
            return sink.count
        }
    }

    /// Appends a double as C's `%.17g` writes it, as in the line of a double bin (`Spec/asb-format.md` §3).
    @inline(__always)
    package mutating func append(double value: Double) {
        unsafe self.appendThroughPointer(upTo: ByteSink.doubleLimit) { target in
            var sink = unsafe ByteSink(target, limit: ByteSink.doubleLimit)
            sink.append(double: value)
            return sink.count
        }
    }

    /// Appends a name with its escapes (`Spec/asb-format.md` §2).
    ///
    /// - Parameters:
    ///   - range: Where the name stands.
    ///   - bytes: What it stands in.
    @inline(__always)
    package mutating func append(escaped range: Range<Int>, of bytes: RawSpan) {
        let limit = ByteSink.escapedLimit(ofBytes: range.count)
        unsafe self.appendThroughPointer(upTo: limit) { target in
            var sink = unsafe ByteSink(target, limit: limit)
            sink.append(escaped: range, of: bytes)
            return sink.count
        }
    }
}
