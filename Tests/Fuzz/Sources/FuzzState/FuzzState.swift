import BackupEngine

/// State files: nothing traps, an error names the file, no file stands twice, and what was read is written and read again as
/// the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    do throws(JobError) {
        let state = try BackupState(text: input, path: "the.state")
        let names = Set(state.files.map { Array($0.name.utf8) })
        precondition(names.count == state.files.count, "a file that stands twice")
        precondition(state.records >= 0, "fewer records than none")
        precondition(state.differences == [], "options that differ from themselves")
        let again = try? BackupState(text: state.text, path: "the.state")
        precondition(again == state, "another state")
    } catch {
        precondition(error.message.contains("the.state"), "an error without its file: \(error)")
    }
    return 0
}

extension BackupState {
    fileprivate var differences: [String] { self.options.differences(from: self.options) }
}
