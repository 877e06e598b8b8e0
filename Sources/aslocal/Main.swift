import ArgumentParser
import CommandLineInterface
import Glibc

/// Runs the command; any failure is one line on standard error and exit code 1.
@main
enum Main {
    static func main() async {
        StandardDescriptors.takeClosed()
        do {
            var command = try AslocalCommand.parseAsRoot()
            if var server = command as? any AsyncParsableCommand { try await server.run() } else { try command.run() }
        } catch {
            if AslocalCommand.exitCode(for: error).isSuccess { AslocalCommand.exit(withError: error) }
            StandardStream.error.write("aslocal: \(AslocalCommand.message(for: error))")
            exit(1)
        }
    }
}
