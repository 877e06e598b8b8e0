internal import Glibc

/// A compiled POSIX regular expression.
///
/// `@unchecked Sendable`: the pattern is compiled once in `init` and afterwards only passed to `regexec`, which POSIX declares
/// safe for any number of threads; `deinit` runs when the last of them has let go.
final class RegularExpression: @unchecked Sendable {
    private let compiled: UnsafeMutablePointer<regex_t>

    /// Compiles a pattern, which ends at its first NUL; nil when it is not one.
    ///
    /// - Parameter options: The flags of `regcomp`.
    init?(_ pattern: ArraySlice<UInt8>, options: Int64) {
        // Assigned at the very end: from then on `deinit` frees what `regcomp` made.
        let compiled = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
        compiled.initialize(to: regex_t())
        let text = pattern.prefix { $0 != 0 } + [0]
        let result = text.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map { regcomp(compiled, $0, Int32(truncatingIfNeeded: options)) } ?? -1
            }
        }
        guard result == 0 else {
            compiled.deallocate()
            return nil
        }
        self.compiled = compiled
    }

    deinit {
        regfree(self.compiled)
        self.compiled.deallocate()
    }

    /// Whether the pattern is found in a text, which ends at its first NUL.
    func matches(_ text: [UInt8]) -> Bool {
        let terminated = text.prefix { $0 != 0 } + [0]
        return terminated.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map { regexec(self.compiled, $0, 0, nil, 0) == 0 } ?? false
            }
        }
    }
}
