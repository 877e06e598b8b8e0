/// How a tool ends (`Spec/cli.md` §1). There are no others.
package enum ExitCode: Int32, Sendable {
    /// Everything was done.
    case success = 0
    /// Something was not done, and a line on standard error says what.
    case failure = 1
}
