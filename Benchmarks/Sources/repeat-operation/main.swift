// repeat-operation <operation> <shape> <runs>: runs an operation so often and prints the items of one run.
//
// Two counts of runs under an instruction counter, subtracted, give the cost without start and preparation.
import BenchmarkSupport
import Glibc

/// Prints what is wrong and ends the process.
func fail(_ message: String) -> Never {
    let line = Array("repeat-operation: \(message)\n".utf8)
    write(STDERR_FILENO, line, line.count)
    exit(64)
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else { fail("expected an operation, a shape and a number of runs") }
guard let operation = HotOperation(rawValue: arguments[1]) else { fail("no operation is called \(arguments[1])") }
guard let shape = RecordShape(rawValue: arguments[2]) else { fail("no shape is called \(arguments[2])") }
guard let runs = Int(arguments[3]), runs >= 0 else { fail("\(arguments[3]) is no number of runs") }

let prepared = try operation.prepare(shape)
var sum = 0
for _ in 0..<runs { sum &+= try prepared.run() }
print(prepared.itemCount, prepared.byteCount, sum)
