package import AerospikeProtocol

extension ByteWriter {
    /// Appends a number in decimal, as in the line of an integer bin (`Spec/asb-format.md` §3).
    @inline(__always)
    package mutating func append(decimal value: Int64) {
        unsafe self.appendThroughPointer(upTo: TextSink.decimalLimit) { target in
            var sink = unsafe TextSink(target, limit: TextSink.decimalLimit)
            sink.append(decimal: value)
            return sink.count
        }
    }

    /// Appends a double as C's `%.17g` writes it, as in the line of a double bin (`Spec/asb-format.md` §3).
    @inline(__always)
    package mutating func append(double value: Double) {
        unsafe self.appendThroughPointer(upTo: TextSink.doubleLimit) { target in
            var sink = unsafe TextSink(target, limit: TextSink.doubleLimit)
            sink.append(double: value)
            return sink.count
        }
    }

    /// Appends a name with its escapes (`Spec/asb-format.md` §2).
    @inline(__always)
    package mutating func append(escapedName name: RawSpan) {
        let limit = name.byteCount &* 2
        unsafe self.appendThroughPointer(upTo: limit) { target in
            var sink = unsafe TextSink(target, limit: limit)
            sink.append(escaped: name)
            return sink.count
        }
    }
}
