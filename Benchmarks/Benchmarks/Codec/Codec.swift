import Benchmark
import BenchmarkSupport

/// The figures of one operation: rates are integers, for the tool knows no others.
enum Figure {
    /// Bytes of text (of input where there is no text) in a second, in millions.
    static let rate = BenchmarkMetric.custom("MB/s", polarity: .prefersLarger, useScalingFactor: false)
    /// Picoseconds for a record, value or number.
    static let perItem = BenchmarkMetric.custom("ps/item", polarity: .prefersSmaller, useScalingFactor: false)
    /// The time in hundredths of what `memcpy` of a mebibyte, right before it, needed for as many bytes.
    static let toMemoryCopy = BenchmarkMetric.custom("memcpy/100", polarity: .prefersSmaller, useScalingFactor: false)
}

/// The time that a closure takes, in picoseconds, at least 1.
func picoseconds(_ body: () throws -> Int) rethrows -> Int {
    let clock = ContinuousClock()
    let start = clock.now
    blackHole(try body())
    let (seconds, attoseconds) = (clock.now - start).components
    return max(1, Int(seconds) * 1_000_000_000_000 + Int(attoseconds / 1_000_000))
}

/// Registers the benchmark of an operation with a shape.
func register(_ operation: HotOperation, _ shape: RecordShape) {
    Benchmark("\(operation.rawValue) \(shape.rawValue)") { benchmark in
        let prepared = try operation.prepare(shape)
        let copy = MemoryCopy(byteCount: copySize)
        for _ in 0..<3 { blackHole(try prepared.run() &+ copy.run()) }
        for _ in 0..<samples {
            let copied = picoseconds { copy.run() }
            let time = try picoseconds { try prepared.run() }
            benchmark.measurement(Figure.rate, prepared.byteCount * 1_000_000 / time)
            benchmark.measurement(Figure.perItem, time / prepared.itemCount)
            let copiedAsMuch = Double(copied) * Double(prepared.byteCount) / Double(copySize)
            benchmark.measurement(Figure.toMemoryCopy, Int(Double(time) * 100 / copiedAsMuch))
        }
    }
}

/// How often each operation is measured over its mebibyte.
let samples = 200

/// The bytes that are copied for comparison, about as many as most operations work through.
let copySize = 1 << 20

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [Figure.rate, Figure.perItem, Figure.toMemoryCopy],
        units: [Figure.rate: .count, Figure.perItem: .count, Figure.toMemoryCopy: .count],
        warmupIterations: 0,
        maxDuration: .seconds(1),
        maxIterations: 1
    )
    for operation in HotOperation.allCases {
        for shape in operation.shapes { register(operation, shape) }
    }
}
