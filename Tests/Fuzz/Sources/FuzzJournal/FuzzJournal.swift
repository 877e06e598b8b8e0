@testable import BackupEngine

/// Journals of restores: nothing traps, an error names a line, what is done is in order, and what was read is written and
/// read again as the same. A journal that is cut anywhere and the rest of it thrown away is a journal, or has a line that is
/// none.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    do throws(JournalFault) {
        let journal = try JournalState(text: input)
        for file in journal.files {
            let ranges = file.done.ranges
            precondition(ranges.allSatisfy { !$0.isEmpty }, "an empty range")
            precondition(
                zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound },
                "ranges that touch"
            )
        }
        let again = try? JournalState(text: Array(journal.text.utf8))
        precondition(again == journal, "another journal")
    } catch {
        let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
        precondition((1...lines).contains(error.line), "an error outside the journal: \(error)")
    }
    return 0
}
