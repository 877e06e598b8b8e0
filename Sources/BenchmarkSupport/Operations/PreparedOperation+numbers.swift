import AerospikeProtocol
import BackupFormat

extension PreparedOperation {
    static func integerToText(_ sample: Sample) -> Self {
        let scratch = Scratch()
        let numbers = Self.integers(sample)
        return Self(byteCount: Self.lines(numbers).count, itemCount: numbers.count) {
            scratch.write { writer in
                for number in numbers {
                    writer.append(decimal: number)
                    writer.append(UInt8(ascii: "\n"))
                }
                return writer.count
            }
        }
    }

    static func textToInteger(_ sample: Sample) -> Self {
        let numbers = Self.integers(sample)
        let text = Self.lines(numbers)
        return Self(byteCount: text.count, itemCount: numbers.count) {
            var (sum, offset): (Int64, Int) = (0, 0)
            while offset < text.count { sum &+= try NumberLines.integer(at: &offset, of: text.view) }
            return Int(sum)
        }
    }

    static func doubleToText(_ sample: Sample) -> Self {
        let scratch = Scratch()
        let numbers = Self.doubles(sample)
        return Self(byteCount: Self.lines(numbers).count, itemCount: numbers.count) {
            scratch.write { writer in
                for number in numbers {
                    writer.append(double: number)
                    writer.append(UInt8(ascii: "\n"))
                }
                return writer.count
            }
        }
    }

    static func textToDouble(_ sample: Sample) -> Self {
        let numbers = Self.doubles(sample)
        let text = Self.lines(numbers)
        return Self(byteCount: text.count, itemCount: numbers.count) {
            var (bits, offset): (UInt64, Int) = (0, 0)
            while offset < text.count { bits ^= try NumberLines.double(at: &offset, of: text.view).bitPattern }
            return Int(truncatingIfNeeded: bits)
        }
    }

    /// Integers of all lengths up to 19 digits.
    private static func integers(_ sample: Sample) -> [Int64] {
        (0..<20_000).map { Int64(bitPattern: UInt64($0) &* 0x9E37_79B9_7F4A_7C15) >> Int64($0 % 60) }
    }

    /// Doubles with fractions, which need all 17 digits.
    private static func doubles(_ sample: Sample) -> [Double] {
        self.integers(sample).map { Double($0) / 3.7e11 }
    }

    private static func lines(_ numbers: [Int64]) -> [UInt8] {
        var writer = ByteWriter(capacity: 1 << 21)
        for number in numbers {
            writer.append(decimal: number)
            writer.append(UInt8(ascii: "\n"))
        }
        return writer.finish()
    }

    private static func lines(_ numbers: [Double]) -> [UInt8] {
        var writer = ByteWriter(capacity: 1 << 21)
        for number in numbers {
            writer.append(double: number)
            writer.append(UInt8(ascii: "\n"))
        }
        return writer.finish()
    }
}
