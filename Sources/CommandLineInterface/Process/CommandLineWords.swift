import Glibc

/// The words of a command line.
package enum CommandLineWords {
    /// The words given to the process, with the tool's name in front. Ends the process with 1 if one cannot be read.
    package static func given(to tool: String) -> [String] {
        do throws(OptionError) {
            return try Self.words((0..<Int(CommandLine.argc)).map { UnsafePointer(CommandLine.unsafeArgv[$0]) })
        } catch {
            StandardError.write("\(tool): \(error.message)\n")
            exit(1)
        }
    }

    /// The words at addresses that C gives; those that are `nil` are no words.
    ///
    /// - Throws: `OptionError` if one is not UTF-8. The standard library would put other characters in place of its bytes, which select no
    ///   record and name no file. The message does not show the word, for it may be a password.
    static func words(_ addresses: [UnsafePointer<CChar>?]) throws(OptionError) -> [String] {
        var words: [String] = []
        for address in addresses {
            guard let address else { continue }
            guard let word = String(validatingCString: address) else {
                let message =
                    "word \(words.count) of the command line is not UTF-8; names of other bytes cannot be given"
                throw OptionError(.value, message)
            }
            words.append(word)
        }
        return words
    }
}
