import BenchmarkSupport
import Testing

@Suite
struct HotOperationTests {
    /// Little text, for under a sanitizer a mebibyte takes a minute.
    private static let byteCount = 64 << 10

    @Test(arguments: HotOperation.allCases)
    func `operations do the same work at every run`(operation: HotOperation) throws {
        for shape in operation.shapes {
            let prepared = try operation.prepare(shape, byteCount: Self.byteCount)
            #expect(prepared.itemCount > 0)
            #expect(prepared.byteCount > 0)
            #expect(try prepared.run() == prepared.run())
        }
    }

    @Test(arguments: RecordShape.allCases)
    func `encoding gives as much text as is announced`(shape: RecordShape) throws {
        let encode = try HotOperation.encode.prepare(shape, byteCount: Self.byteCount)
        #expect(try encode.run() == encode.byteCount)
    }

    @Test(arguments: RecordShape.allCases)
    func `the samples end where a record ends`(shape: RecordShape) throws {
        #expect(try HotOperation.recordEnds.prepare(shape, byteCount: Self.byteCount).run() == 1)
    }

    @Test
    func `a record of the profile has ten bins and about 770 bytes of text`() throws {
        let parse = try HotOperation.parse.prepare(.profile, byteCount: Self.byteCount)
        #expect(try parse.run() == parse.itemCount * 10)
        #expect((700...850).contains(parse.byteCount / parse.itemCount))
    }

    @Test(arguments: RecordShape.allCases)
    func `rows from text and rows from positions are the same number of bytes`(shape: RecordShape) throws {
        let decode = try HotOperation.decode.prepare(shape, byteCount: Self.byteCount)
        let batch = try HotOperation.batch.prepare(shape, byteCount: Self.byteCount)
        #expect(try decode.run() == batch.run())
    }
}
