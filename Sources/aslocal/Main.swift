import ArgumentParser
import Glibc

/// Runs the command; any failure is one line on standard error and exit code 1.
@main
enum Main {
    static func main() async {
        do {
            guard var command = try AslocalCommand.parseAsRoot() as? any AsyncParsableCommand else { return }
            try await command.run()
        } catch {
            if AslocalCommand.exitCode(for: error).isSuccess { AslocalCommand.exit(withError: error) }
            StandardStream.error.write("aslocal: \(AslocalCommand.message(for: error))")
            exit(1)
        }
    }
}
